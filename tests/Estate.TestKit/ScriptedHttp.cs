using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Text;

namespace Estate.TestKit;

/// <summary>A request as it came.</summary>
public sealed record ReceivedRequest(string Path, IReadOnlyDictionary<string, string> Headers, string Body, string Query = "")
{
    public byte[] Bytes { get; init; } = [];
}

/// <summary>An answer to give; null headers for none.</summary>
public sealed record ScriptedAnswer(int Status, string Body = "", string? RetryAfter = null);

/// <summary>A web server on loopback that gives scripted answers, the last for ever, and remembers what it heard.</summary>
public sealed class ScriptedHttp : IDisposable
{
    private readonly HttpListener _listener = new();
    private readonly ConcurrentQueue<ScriptedAnswer> _answers;
    private ScriptedAnswer _last = new(200);

    public ScriptedHttp(params ScriptedAnswer[] answers)
    {
        _answers = new(answers);
        Url = new(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{Server.FreePort()}/"));
        _listener.Prefixes.Add(Url.ToString());
        _listener.Start();
        _ = Task.Run(ServeAsync);
    }

    public Uri Url { get; }
    public ConcurrentQueue<ReceivedRequest> Received { get; } = [];

    public void Add(ScriptedAnswer answer) => _answers.Enqueue(answer);

    public void Dispose() => _listener.Close();

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                var context = await _listener.GetContextAsync();
                using var body = new MemoryStream();
                await context.Request.InputStream.CopyToAsync(body);
                Received.Enqueue(
                    new(context.Request.Url!.AbsolutePath,
                    context.Request.Headers.AllKeys.ToDictionary(key => key!, key =>
                        context.Request.Headers[key]!, StringComparer.OrdinalIgnoreCase), Encoding.UTF8.GetString(body.ToArray()),
                        context.Request.Url.Query)
                    {
                        Bytes = body.ToArray(),
                    });
                _last = _answers.TryDequeue(out var next) ? next : _last;
                context.Response.StatusCode = _last.Status;
                if (_last.Body.StartsWith('{'))
                    context.Response.ContentType = "application/json";
                if (_last.RetryAfter is { } wait)
                    context.Response.Headers["Retry-After"] = wait;
                await context.Response.OutputStream.WriteAsync(Encoding.UTF8.GetBytes(_last.Body));
                context.Response.Close();
            }
        }
        catch (Exception end) when (end is HttpListenerException or ObjectDisposedException)
        {
            // Closed.
        }
    }
}
