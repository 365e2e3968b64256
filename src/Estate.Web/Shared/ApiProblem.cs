using Estate.Domain.Devices;

namespace Estate.Web.Shared;

/// <summary>
/// What went wrong, as RFC 9457 wants it: title and detail in the caller's language, <c>reason</c> a word for programs, <c>text</c> in both
/// languages for whoever shows it to others.
/// </summary>
internal sealed class ApiProblem(string reason, Text text, int status, string? detail = null) : IResult
{
    internal const string ContentType = "application/problem+json";

    internal static ApiProblem Of(string reason, string zh, string en, int status) => new(reason, new(zh, en), status);

    public Task ExecuteAsync(HttpContext httpContext)
    {
        var title = Language.Of(httpContext).Pick(text);
        httpContext.Response.StatusCode = status;
        var body = new ProblemBody(
            $"urn:estate:{reason}", title, status, detail is null || detail == text.En ? title : detail, reason, text);
        return httpContext.Response.WriteAsJsonAsync(body, options: null, contentType: ContentType, httpContext.RequestAborted);
    }
}

/// <summary>The body of every refusal.</summary>
internal sealed record ProblemBody(string Type, string Title, int Status, string Detail, string Reason, Text Text);
