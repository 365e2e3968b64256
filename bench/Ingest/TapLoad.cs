using Estate.FirmwareSim;

namespace Estate.Bench.Ingest;

/// <summary>Many stations tapping at once, every tap a new award: another household, day or window each time.</summary>
internal sealed class TapLoad : IDisposable
{
    internal const int Stations = 20;
    internal const int Households = 20_000;
    private const int WindowPerStation = 200;

    private readonly List<TapLoadStation> _stations;
    private readonly string[] _cards = [.. ReferenceCards.For(Households).DistinctBy(card => card.Household).Select(card => card.Card)];
    private readonly TimeProvider _time;
    private readonly long _firstTap;

    /// <param name="firstTap">Taps made in earlier loads of the same trial, so that none is repeated.</param>
    internal TapLoad(BrokerPort port, bool expectAcks, long boot, int taps, long firstTap, TimeProvider time)
    {
        (_time, _firstTap) = (time, firstTap);
        _stations = [
            .. Enumerable.Range(1, Stations)
            .Select(i => new TapLoadStation($"station-{i}", port, expectAcks, boot, (taps / Stations) + 2, time))];
    }

    internal IEnumerable<double> Latencies => _stations.SelectMany(station => station.Latencies);

    internal async Task WaitUntilReadyAsync()
    {
        while (_stations.Any(station => !station.IsReady))
            await Task.Delay(TimeSpan.FromMilliseconds(10), _time);
    }

    /// <summary>As fast as the answers allow.</summary>
    internal async Task FloodAsync(int taps)
    {
        var sent = 0;
        while (sent < taps)
        {
            var before = sent;
            foreach (var station in _stations)
                while (sent < taps && station.Waiting < WindowPerStation && sent % Stations == _stations.IndexOf(station))
                    Send(station, sent++);
            if (sent == before)
                await Task.Delay(TimeSpan.FromMilliseconds(1), _time);
        }
        await DrainAsync();
    }

    /// <summary>Evenly, as residents come.</summary>
    internal async Task PaceAsync(int taps, double perSecond)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1 / perSecond), _time);
        for (var sent = 0; sent < taps && await timer.WaitForNextTickAsync(); sent++)
            Send(_stations[sent % Stations], sent);
        await DrainAsync();
    }

    public void Dispose() => _stations.ForEach(station => station.Dispose());

    private void Send(TapLoadStation station, long sent)
    {
        var number = _firstTap + sent;
        var halfDaysAgo = number / Households;
        station.Tap(_cards[number % Households], _time.GetUtcNow() - TimeSpan.FromHours(12 * halfDaysAgo));
    }

    private async Task DrainAsync()
    {
        while (_stations.Any(station => station.Waiting > 0))
            await Task.Delay(TimeSpan.FromMilliseconds(1), _time);
    }
}
