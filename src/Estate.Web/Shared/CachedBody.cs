using System.Security.Cryptography;

namespace Estate.Web.Shared;

/// <summary>A JSON answer made once and given many times, with its ETag.</summary>
public sealed class CachedBody(byte[] json)
{
    private readonly string _tag = $"\"{Convert.ToHexStringLower(SHA256.HashData(json).AsSpan(0, 12))}\"";

    /// <summary>304 to who has it.</summary>
    internal Task WriteAsync(HttpContext context, int maxAgeSeconds)
    {
        var headers = context.Response.Headers;
        headers.ETag = _tag;
        headers.CacheControl = $"public, max-age={maxAgeSeconds}";
        headers.AccessControlAllowOrigin = "*";
        if (context.Request.Headers.IfNoneMatch.Contains(_tag))
        {
            context.Response.StatusCode = StatusCodes.Status304NotModified;
            return Task.CompletedTask;
        }
        context.Response.ContentType = "application/json; charset=utf-8";
        context.Response.ContentLength = json.Length;
        return context.Response.Body.WriteAsync(json).AsTask();
    }
}
