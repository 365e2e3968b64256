using System.Collections.Concurrent;
using Estate.Bench.Harness;
using Estate.Bench.Ingest;
using Estate.FirmwareSim;

namespace Estate.Bench.Torture;

/// <summary>Residents who come evenly to a few stations; how long each waits for the answer, and what was sent and acknowledged.</summary>
internal sealed class PacedTaps : IDisposable
{
    private const double PerSecond = 25;

    private readonly List<Station> _stations;
    private readonly string[] _cards;
    private readonly TimeProvider _time;
    private readonly ConcurrentDictionary<(string, string), long> _sentAt = new();
    private readonly ConcurrentDictionary<(string, string), bool> _acknowledged = new();
    private ConcurrentBag<double> _waits = [];
    private int _next;

    /// <param name="boot">Larger than that of whoever spoke in their names before.</param>
    internal PacedTaps(BenchEstate estate, IReadOnlyList<string> stations, int households, long boot, TimeProvider time)
    {
        (_time, _cards) = (time, [.. ReferenceCards.For(households).Select(card => card.Card)]);
        _stations = [
            .. stations.Select(name =>
                new Station(ReferenceEstate.Device(estate, name) with { ResendAfter = TimeSpan.FromSeconds(5), Boot = boot }, time))];
        foreach (var station in _stations)
        {
            station.Sent = (id, _) => _sentAt.TryAdd((station.Name, id), time.GetTimestamp());
            station.Acknowledged = ack => OnAck((station.Name, ack.Id));
            station.Start();
        }
    }

    internal int Waiting => _stations.Sum(station => station.Waiting);

    /// <summary>Milliseconds from a tap to its answer, of those since the last call.</summary>
    internal IReadOnlyList<double> TakeWaits() => [.. Interlocked.Exchange(ref _waits, [])];

    internal async Task UntilReadyAsync(ScenarioRun run)
    {
        while (_stations.Any(station => !station.IsOnline))
            await run.WaitAsync(0.02);
    }

    internal async Task RunAsync(double seconds, CancellationToken stop)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1 / PerSecond), _time);
        var started = _time.GetTimestamp();
        while (_time.GetElapsedTime(started).TotalSeconds < seconds && await timer.WaitForNextTickAsync(stop))
        {
            var number = _next++;
            _stations[number % _stations.Count].Tap(_cards[number % _cards.Length]);
            _stations.ForEach(station => station.Tick());
        }
    }

    /// <summary>All is answered; false where that takes too long.</summary>
    internal async Task<bool> DrainAsync(ScenarioRun run)
    {
        for (var i = 0; i < 600 && Waiting > 0; i++, await run.WaitAsync(0.05))
            _stations.ForEach(station => station.Tick());
        return Waiting == 0;
    }

    /// <param name="all">Everybody who spoke in these stations' names.</param>
    internal static TortureVerdict VerdictOf(string database, params IReadOnlyList<PacedTaps> all) => TortureVerdict.Of(
        [.. all.SelectMany(one => one._sentAt.Keys).Select(Named)], [.. all.SelectMany(one => one._acknowledged.Keys).Select(Named)], [],
        database);

    internal static double P99(IEnumerable<double> waits) => DiskProbe.Percentile(waits, 0.99);

    public void Dispose() => _stations.ForEach(station => station.Dispose());

    private static (string Device, string Id) Named((string Station, string Id) one) => ($"bins/{one.Station}", one.Id);

    private void OnAck((string, string) one)
    {
        if (_acknowledged.TryAdd(one, true))
            _waits.Add(_time.GetElapsedTime(_sentAt.GetOrAdd(one, _ => _time.GetTimestamp())).TotalMilliseconds);
    }
}
