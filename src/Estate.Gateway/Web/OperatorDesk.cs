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

    /// <summary>For pages. Done: on to the next one. Refused: the same page says why.</summary>
    internal static async Task<IResult> AskAtPageAsync(EstateLoop loop, HttpContext context, IRequest request, string next, Func<Text, Task<IResult>> again)
    {
        var answer = await loop.AskAsync(request, NameOf(context));
        return answer.Reason is null ? Results.LocalRedirect(next) : await RefusedAsync(context, answer.Text, again);
    }

    internal static Task<IResult> RefusedAsync(HttpContext context, Text why, Func<Text, Task<IResult>> again)
    {
        context.Response.StatusCode = StatusCodes.Status409Conflict;
        return again(why);
    }

    internal static async Task<IFormCollection> FormAsync(HttpContext context) => context.Request.HasFormContentType ? await context.Request.ReadFormAsync(context.RequestAborted) : FormCollection.Empty;

    /// <summary>Whose token it was, behind <see cref="AccessConventions.Require"/>.</summary>
    internal static string NameOf(HttpContext context) => Callers.Of(context).Name;

    internal static IResult Reply(Answer answer, object? more = null) => answer.Reason is { } reason
        ? new ApiProblem(reason, answer.Text, StatusCodes.Status409Conflict, answer.Detail)
        : Results.Ok(new AnswerBody(answer.Result, answer.Detail, answer.Text, answer.Numbers.ToDictionary(pair => pair.Name, pair => pair.Value), more));

    /// <summary>The body, or an answer that says where it is wrong.</summary>
    internal static async Task<(T? Body, IResult? Problem)> ReadAsync<T>(HttpContext context, JsonTypeInfo<T> schema)
        where T : class
    {
        try
        {
            return await JsonSerializer.DeserializeAsync(context.Request.Body, schema, context.RequestAborted) is { } body
                ? (body, null)
                : (null, ApiProblem.Of("bad_request", "内容是空的", "the body is null", StatusCodes.Status400BadRequest));
        }
        catch (JsonException mistake)
        {
            // What the reader says is English; the place says it in any language.
            var place = mistake.Path is { Length: > 1 } path && !mistake.Message.Contains(path, StringComparison.Ordinal) ? $" (at {path})" : "";
            return (null, new ApiProblem("bad_request", new($"内容有误，请检查 {mistake.Path ?? "$"}（第 {mistake.LineNumber + 1} 行）：{mistake.Message}", mistake.Message + place), StatusCodes.Status400BadRequest, mistake.Message + place));
        }
        catch (BadHttpRequestException broken)
        {
            // Kestrel's own limits, also for bodies whose length is not told.
            return (null, ApiProblem.Of(broken.StatusCode == 413 ? "too_large" : "bad_request", $"内容太大或不完整，最多 {MaxBody} 字节", $"{broken.Message} At most {MaxBody} bytes are read.", broken.StatusCode));
        }
    }
}

/// <summary>What was done: its id where it has one, and what the person reads.</summary>
internal sealed record AnswerBody(string Result, string? Id, Text Text, IReadOnlyDictionary<string, int> Numbers, object? Preview);
