using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Estate.Domain.Devices;
using Estate.Gateway.Pipeline;

namespace Estate.Gateway.Web;

/// <summary>Endpoints for people with a token: who asks, what was asked, and the answer in both languages.</summary>
internal static class OperatorDesk
{
    internal const int MaxBody = 256 * 1024;

    /// <summary>Everything in the group needs a token of one of those roles.</summary>
    internal static RouteGroupBuilder Require(this RouteGroupBuilder group, params OperatorRole[] roles) => group.AddEndpointFilter(async (context, next) =>
    {
        var who = context.HttpContext.RequestServices.GetRequiredService<Operators>().Identify(context.HttpContext.Request);
        if (who is null)
            return Results.Json(new { reason = "token_needed", detail = "send Authorization: Bearer TOKEN with a token of secrets/operators.csv" }, statusCode: 401);
        if (!roles.Contains(who.Role))
            return Results.Json(new { reason = "not_your_role", detail = $"this is for {string.Join(" or ", roles).ToLowerInvariant()}, {who.Name} is {who.Role.ToString().ToLowerInvariant()}" }, statusCode: 403);
        if (!StaffLogin.IsFromHere(context.HttpContext.Request))
            return Results.Json(new { reason = "other_site", detail = "a page of another site may not order anything here" }, statusCode: 403);
        context.HttpContext.Items[nameof(Operators)] = who;
        return await next(context);
    });

    /// <summary>As <see cref="Require"/>, for pages: who is not logged in is shown where.</summary>
    internal static RouteGroupBuilder RequirePage(this RouteGroupBuilder group, params OperatorRole[] roles) => group.AddEndpointFilter(async (context, next) =>
    {
        var request = context.HttpContext.Request;
        if (context.HttpContext.RequestServices.GetRequiredService<Operators>().Identify(request) is not { } who || !roles.Contains(who.Role))
            return HttpMethods.IsGet(request.Method) ? Results.Redirect(StaffLogin.PathFor(request)) : Results.StatusCode(StatusCodes.Status403Forbidden);
        if (!StaffLogin.IsFromHere(request))
            return Results.StatusCode(StatusCodes.Status403Forbidden);
        context.HttpContext.Items[nameof(Operators)] = who;
        return await next(context);
    });

    internal static async Task<IResult> AskAsync(EstateLoop loop, HttpContext context, IRequest request) =>
        Reply(await loop.AskAsync(request, NameOf(context)));

    /// <summary>Asks what the body says, or answers where it is wrong.</summary>
    internal static async Task<IResult> AskAsync<T>(EstateLoop loop, HttpContext context, JsonTypeInfo<T> schema, Func<T, IRequest> request)
        where T : class
    {
        var (body, problem) = await ReadAsync(context, schema);
        return problem ?? await AskAsync(loop, context, request(body!));
    }

    /// <summary>Whose token it was, behind <see cref="Require"/>.</summary>
    internal static string NameOf(HttpContext context) => ((Operator)context.Items[nameof(Operators)]!).Name;

    internal static IResult Reply(Answer answer, object? more = null)
    {
        var isDone = answer.Reason is null;
        var body = new
        {
            answer.Result,
            answer.Reason,
            Id = isDone ? answer.Detail : null,
            Detail = isDone ? null : answer.Detail,
            answer.Text,
            Numbers = answer.Numbers.ToDictionary(pair => pair.Name, pair => pair.Value),
            Preview = more,
        };
        return Results.Json(body, statusCode: isDone ? 200 : 409);
    }

    /// <summary>The body, or an answer that says where it is wrong.</summary>
    internal static async Task<(T? Body, IResult? Problem)> ReadAsync<T>(HttpContext context, JsonTypeInfo<T> schema)
        where T : class
    {
        try
        {
            return await JsonSerializer.DeserializeAsync(context.Request.Body, schema, context.RequestAborted) is { } body
                ? (body, null)
                : (null, Mistake("the body is null"));
        }
        catch (JsonException mistake)
        {
            var place = mistake.Path is { Length: > 1 } path && !mistake.Message.Contains(path, StringComparison.Ordinal) ? $" (at {path})" : "";
            return (null, Mistake(mistake.Message + place));
        }
        catch (BadHttpRequestException broken)
        {
            // Kestrel's own limits, also for bodies whose length is not told.
            return (null, Results.Json(new { reason = broken.StatusCode == 413 ? "too_large" : "bad_request", detail = $"{broken.Message} At most {MaxBody} bytes are read." }, statusCode: broken.StatusCode));
        }
    }

    private static IResult Mistake(string detail) => Results.Json(
        new { reason = "bad_request", detail, text = new { zh = "内容有误：" + detail, en = "Something is wrong: " + detail } }, statusCode: 400);
}
