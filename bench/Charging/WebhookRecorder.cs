using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using Estate.Bench.Harness;

namespace Estate.Bench.Charging;

/// <summary>A phone that only notes when it is called about which alert.</summary>
internal sealed class WebhookRecorder : IDisposable
{
    private readonly HttpListener _listener = new();
    private readonly ConcurrentDictionary<string, TaskCompletionSource<long>> _awaited = new();
    private readonly TimeProvider _time;

    internal WebhookRecorder(TimeProvider time)
    {
        _time = time;
        Url = string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{BenchEstate.FreePort()}/");
        _listener.Prefixes.Add(Url);
        _listener.Start();
        _ = Task.Run(ServeAsync);
    }

    internal string Url { get; }

    internal Task<long> ExpectAsync(string mark) => (_awaited[mark] = new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;

    public void Dispose() => _listener.Close();

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                var context = await _listener.GetContextAsync();
                var (heard, id) = (_time.GetTimestamp(), context.Request.Headers["webhook-id"] ?? "");
                context.Response.Close();
                foreach (var mark in _awaited.Keys.Where(mark => id.StartsWith(mark, StringComparison.Ordinal)).ToList())
                    if (_awaited.TryRemove(mark, out var waiting))
                        waiting.TrySetResult(heard);
            }
        }
        catch (Exception end) when (end is HttpListenerException or ObjectDisposedException)
        {
            // Closed.
        }
    }
}
