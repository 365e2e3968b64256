using Estate.Domain.Devices;
using Estate.Domain.Gate.Schedules;
using Estate.Domain.Points;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using NodaTime;

namespace Estate.Web.Shared;

/// <summary>A body that the endpoint reads itself, so that it can say where an error is.</summary>
internal sealed record TakesBody(Type Type);

/// <summary>The API as OpenAPI 3.1, made from the endpoints themselves: who may, what they take, how they refuse.</summary>
internal static class ApiDocument
{
    private const string Scheme = "token";

    /// <summary>Values that travel as text.</summary>
    private static readonly Dictionary<Type, string?> Texts = new()
    {
        [typeof(LocalDate)] = "date",
        [typeof(LocalDateTime)] = "date-time",
        [typeof(DayLine)] = null,
        [typeof(WeeklyLine)] = null,
        [typeof(DisposalWindow)] = null,
        [typeof(DeviceId)] = null,
    };

    internal static TBuilder Takes<TBuilder>(this TBuilder endpoint, Type body)
        where TBuilder : IEndpointConventionBuilder => endpoint.WithMetadata(new TakesBody(body));

    internal static void AddApiDocument(this IServiceCollection services) => services.AddOpenApi(options =>
    {
        options.ShouldInclude = endpoint => endpoint.RelativePath?.StartsWith("api/", StringComparison.Ordinal) == true;
        options.AddDocumentTransformer(DescribeAsync);
        options.AddOperationTransformer(DescribeAsync);
        options.AddSchemaTransformer(DescribeAsync);
    });

    private static Task DescribeAsync(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken stop)
    {
        document.Info = new OpenApiInfo
        {
            Title = "Estate gateway",
            Version = "1",
            Description = "What pages do, programs can do. Errors are problem details (RFC 9457) in the caller's language "
                + "(Accept-Language).",
        };
        document.Components ??= new OpenApiComponents();
        document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>
        {
            [Scheme] = new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.Http,
                Scheme = "bearer",
                Description = "A token made at /staff/people or with `gateway tokens add`; a scope is AREA:read or AREA:write."
            },
        };
        return Task.CompletedTask;
    }

    private static async Task DescribeAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken stop)
    {
        var metadata = context.Description.ActionDescriptor.EndpointMetadata;
        var (roles, path) = (metadata.OfType<Access>().LastOrDefault()?.Roles, context.Description.RelativePath!);
        var isRead = context.Description.HttpMethod == HttpMethods.Get;
        operation.Summary = roles is null ? "For everybody" : "For " + string.Join(", ", roles.Select(role => WireName.Of(role)));
        var words = path.Replace('/', '_').Replace("{", "", StringComparison.Ordinal).Replace("}", "", StringComparison.Ordinal);
        operation.OperationId = $"{context.Description.HttpMethod!.ToLowerInvariant()}_{words}";
        if (metadata.OfType<TakesBody>().LastOrDefault() is { } body)
            operation.RequestBody = new OpenApiRequestBody
            {
                Required = true,
                Content = new Dictionary<string, OpenApiMediaType>
                { ["application/json"] = new() { Schema = await context.GetOrCreateSchemaAsync(body.Type, null, stop) } },
            };
        operation.Parameters = [.. operation.Parameters ?? [], .. metadata.OfType<TakesQuery>().Select(InQuery)];
        operation.Responses ??= [];
        var problem = new OpenApiMediaType { Schema = await context.GetOrCreateSchemaAsync(typeof(ProblemBody), null, stop) };
        operation.Responses["default"] = new OpenApiResponse
        {
            Description = "A problem",
            Content = new Dictionary<string, OpenApiMediaType>
            { [ApiProblem.ContentType] = problem }
        };
        if (roles is not null)
            operation.Security = [
                new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(Scheme, context.Document)] = [
                    $"{path.Split('/')[1]}:{(isRead ? "read" : "write")}"] }];
    }

    private static OpenApiParameter InQuery(TakesQuery one) => new()
    {
        Name = one.Name,
        In = ParameterLocation.Query,
        Description = one.Description,
        Schema = new OpenApiSchema { Type = JsonSchemaType.Integer, Minimum = "1" },
    };

    private static Task DescribeAsync(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken stop)
    {
        var type = Nullable.GetUnderlyingType(context.JsonTypeInfo.Type) ?? context.JsonTypeInfo.Type;
        if (Texts.TryGetValue(type, out var format))
            (schema.Type, schema.Format, schema.Properties) = (JsonSchemaType.String, format, null);
        else if (type.IsEnum)
            (schema.Type, schema.Enum) = (
                JsonSchemaType.String,
                [.. Enum.GetNames(type)
                .Select(name => (System.Text.Json.Nodes.JsonNode)System.Text.Json.JsonNamingPolicy.SnakeCaseLower.ConvertName(name))]);
        return Task.CompletedTask;
    }
}
