using System.Text.Json;

namespace Estate.Bench.Torture;

/// <summary>Asks /healthz all the time and remembers what it said was wrong.</summary>
internal sealed class HealthRecorder : IAsyncDisposable
{
    private readonly CancellationTokenSource _leaving = new();
    private readonly List<string> _words = [];
    private readonly Task _listening;

    /// <param name="part">The part that is in trouble: broker, storage.</param>
    internal HealthRecorder(string url, string part, TimeProvider time) => _listening = ListenAsync(new(url + "/healthz"), part, time);

    /// <summary>Each once, in the order they were received.</summary>
    internal IReadOnlyList<string> Words
    {
        get
        {
            lock (_words)
                return [.. _words];
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _leaving.CancelAsync();
        await _listening;
        _leaving.Dispose();
    }

    private async Task ListenAsync(Uri address, string part, TimeProvider time)
    {
        using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(2) };
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(100), time);
        while (!_leaving.IsCancellationRequested)
        {
            try
            {
                await timer.WaitForNextTickAsync(_leaving.Token);
                using var response = await http.GetAsync(address, _leaving.Token);
                using var report = JsonDocument.Parse(await response.Content.ReadAsStringAsync(_leaving.Token));
                OnReport(report.RootElement.GetProperty(part).GetString()!);
            }
            catch (Exception silence) when (silence is HttpRequestException or OperationCanceledException or IOException)
            {
                // Down, or we leave.
            }
        }
    }

    private void OnReport(string said)
    {
        lock (_words)
            if (said != "ok" && !_words.Contains(said))
                _words.Add(said);
    }
}
