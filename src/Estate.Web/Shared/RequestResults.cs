using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Estate.Domain.Devices;
using Estate.Gateway.People;
using Estate.Gateway.Pipeline;

namespace Estate.Web.Shared;

/// <summary>Endpoints for people with a token: who asks, what was asked, and the answer in both languages.</summary>
internal static class RequestResults
{
    internal const int MaxBody = 256 * 1024;

    internal static async Task<IResult> AskAsync(EstateLoop loop, HttpContext context, IRequest request) =>
        Reply(await loop.AskAsync(request, NameOf(context)));

    /// <summary>Asks what the body says, or answers where it is wrong.</summary>
    internal static async Task<IResult> AskAsync<T>(EstateLoop loop, HttpContext context, JsonTypeInfo<T> schema, Func<T, IRequest> request)
        where T : class
    {
        var (body, problem) = await ReadAsync(context, schema);
        return problem ?? await AskAsync(loop, context, request(body!));
    }

    /// <summary>For pages. Done: on to the next one. Refused: the same page says why.</summary>
    internal static async Task<IResult> AskAtPageAsync(
        EstateLoop loop, HttpContext context, IRequest request, string next, Func<Text, Task<IResult>> again)
    {
        var answer = await loop.AskAsync(request, NameOf(context));
        return answer.Reason is null ? Results.LocalRedirect(next) : await RefusedAsync(context, answer.Text, again);
    }

    internal static Task<IResult> RefusedAsync(HttpContext context, Text why, Func<Text, Task<IResult>> again)
    {
        context.Response.StatusCode = StatusCodes.Status409Conflict;
        return again(why);
    }

    internal static async Task<IFormCollection> FormAsync(HttpContext context) =>
        context.Request.HasFormContentType ? await context.Request.ReadFormAsync(context.RequestAborted) : FormCollection.Empty;

    /// <summary>Null where the form has no such field, or nothing in it.</summary>
    internal static async Task<string?> FieldAsync(HttpContext context, string name) =>
        (await FormAsync(context))[name].ToString() is { Length: > 0 } text ? text : null;

    /// <summary>Whose token it was, behind <see cref="AccessConventions.Require"/>.</summary>
    internal static string NameOf(HttpContext context) => Callers.Of(context).Name;

    internal static IResult Reply(Answer answer, object? more = null) => answer.Reason is { } reason
        ? new ApiProblem(reason, answer.Text, StatusCodes.Status409Conflict, answer.Detail)
        : Results.Ok(
            new AnswerBody(
                answer.Result, answer.Detail, answer.Text, answer.Numbers.ToDictionary(pair => pair.Name, pair => pair.Value), more));

    /// <summary>How bodies are read that an endpoint does not read itself.</summary>
    internal static void ReadStrictly(JsonSerializerOptions options)
    {
        options.PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower;
        (options.RespectNullableAnnotations, options.RespectRequiredConstructorParameters) = (true, true);
        options.Converters.Add(new FiniteNumberConverter());
    }

    /// <summary>The body, or an answer that says where it is wrong.</summary>
    internal static async Task<(T? Body, IResult? Problem)> ReadAsync<T>(HttpContext context, JsonTypeInfo<T> schema)
        where T : class
    {
        try
        {
            return await JsonSerializer.DeserializeAsync(context.Request.Body, schema, context.RequestAborted) is { } body
                ? (body, null)
                : (null, new ApiProblem(
                    "bad_request", BodyErrorTexts.Nothing("内容是 null", "the body is null", schema), StatusCodes.Status400BadRequest));
        }
        catch (JsonException mistake)
        {
            return (null, new ApiProblem("bad_request", BodyErrorTexts.Of(mistake, schema), StatusCodes.Status400BadRequest));
        }
        catch (BadHttpRequestException broken)
        {
            // Kestrel's own limits, also for bodies without a declared length.
            var said = new Text($"内容太大或不完整，最多 {MaxBody} 字节", $"the body is too large or broke off; at most {MaxBody} bytes are read");
            return (null, new ApiProblem(broken.StatusCode == 413 ? "too_large" : "bad_request", said, broken.StatusCode));
        }
    }
}

/// <summary>What was done: its id where it has one, and what the person reads.</summary>
internal sealed record AnswerBody(string Result, string? Id, Text Text, IReadOnlyDictionary<string, int> Numbers, object? Preview);
