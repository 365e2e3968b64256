using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Estate.Domain.Devices;
using Estate.Gateway.People;
using Estate.Gateway.Pipeline;

namespace Estate.Gateway.Web;

/// <summary>Endpoints for people with a token: who asks, what was asked, and the answer in both languages.</summary>
internal static class OperatorDesk
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

    internal static async Task<IFormCollection> FormAsync(HttpContext context) => context.Request.HasFormContentType ? await context.Request.ReadFormAsync(context.RequestAborted) : FormCollection.Empty;

    /// <summary>Whose token it was, behind <see cref="AccessConventions.Require"/>.</summary>
    internal static string NameOf(HttpContext context) => Callers.Of(context).Name;

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
