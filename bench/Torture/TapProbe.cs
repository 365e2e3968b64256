using System.Collections.Concurrent;
using System.Globalization;
using Estate.Bench.Harness;
using Estate.Bench.Ingest;
using Estate.FirmwareSim;

namespace Estate.Bench.Torture;

/// <summary>An honest station all through the trouble: how long a resident waits for the answer.</summary>
internal sealed class TapProbe : IAsyncDisposable
{
    private static readonly TimeSpan Beat = TimeSpan.FromMilliseconds(20);
    private const int BeatsPerTap = 5;

    private readonly ConcurrentDictionary<string, long> _asked = new();
    private readonly ConcurrentQueue<double> _times = new();
    private readonly CancellationTokenSource _leaving = new();
    private readonly Station _station;
    private readonly TimeProvider _time;
    private readonly Task _tapping;

    /// <param name="estate">Its cards are those of <see cref="ReferenceCards"/> for that many households.</param>
    internal TapProbe(BenchEstate estate, string station, int households, TimeProvider time)
    {
        _time = time;
        var options = ReferenceEstate.Device(estate, station) with { ResendAfter = TimeSpan.FromSeconds(2) };
        _station = new(options, time) { Acknowledged = Answered };
        _station.Start();
        _tapping = TapAsync([.. ReferenceCards.For(households).Select(card => card.Card)]);
    }

    /// <summary>Nobody comes any more; all that came are answered, or that takes too long.</summary>
    internal async Task<bool> DrainAsync()
    {
        await _leaving.CancelAsync();
        await _tapping;
        for (var i = 0; i < 1_000 && _station.Waiting > 0; i++)
        {
            _station.Tick();
            await Task.Delay(Beat, _time);
        }
        return _station.Waiting == 0;
    }

    internal void AddTo(ScenarioVerdict verdict, double limitMs)
    {
        var p99 = DiskProbe.Percentile(_times, 0.99);
        verdict.Figure("taps", _times.Count).Figure("tap_p99_ms", p99.ToString("0", CultureInfo.InvariantCulture))
            .Figure("tap_max_ms", _times.DefaultIfEmpty(double.NaN).Max().ToString("0", CultureInfo.InvariantCulture))
            .Require(p99 <= limitMs, string.Create(CultureInfo.InvariantCulture,
                $"one in a hundred taps waits for more than {limitMs} ms, or none was answered"));
    }

    public async ValueTask DisposeAsync()
    {
        if (!_leaving.IsCancellationRequested)
            await _leaving.CancelAsync();
        await _tapping;
        _station.Dispose();
        _leaving.Dispose();
    }

    private async Task TapAsync(IReadOnlyList<string> cards)
    {
        using var timer = new PeriodicTimer(Beat, _time);
        try
        {
            for (var beat = 0; await timer.WaitForNextTickAsync(_leaving.Token); beat++)
            {
                _station.Tick();
                if (beat % BeatsPerTap == 0 && _station.IsOnline)
                    Tap(cards[beat / BeatsPerTap % cards.Count]);
            }
        }
        catch (OperationCanceledException)
        {
            // Enough.
        }
    }

    private void Tap(string card)
    {
        var started = _time.GetTimestamp();
        _asked[_station.Tap(card)] = started;
    }

    private void Answered(Ack ack)
    {
        var now = _time.GetTimestamp();
        // An answer may be faster than the note of the question.
        if (_asked.TryRemove(ack.Id, out var started))
            _times.Enqueue(_time.GetElapsedTime(started, now).TotalMilliseconds);
    }
}
