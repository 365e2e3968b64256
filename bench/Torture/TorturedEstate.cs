using Estate.Bench.Harness;
using Estate.FirmwareSim;

namespace Estate.Bench.Torture;

/// <summary>An estate whose stations run at full speed and remember what they were told.</summary>
internal sealed class TorturedEstate : IAsyncDisposable
{
    internal const int StationCount = 6;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    private readonly CancellationTokenSource _pumping;
    private readonly TimeProvider _time;
    private readonly Task _pump;
    private int _next = -1;

    /// <param name="estate">Its broker and gateway run.</param>
    internal TorturedEstate(BenchEstate estate, int households, TimeProvider time, CancellationToken stop)
    {
        (Estate, _time) = (estate, time);
        var cards = ReferenceCards.For(households).Select(card => card.Card).ToArray();
        Stations = [.. Enumerable.Range(1, StationCount).Select(i => new TorturedStation(
            ReferenceEstate.Device(estate, $"station-{i}")
                with { ResendAfter = TimeSpan.FromSeconds(1), MaxReconnectDelay = TimeSpan.FromMilliseconds(500), Boot = i },
            () => cards[Interlocked.Increment(ref _next) % cards.Length], time))];
        _pumping = CancellationTokenSource.CreateLinkedTokenSource(stop);
        _pump = PumpAsync();
    }

    internal BenchEstate Estate { get; }

    internal List<TorturedStation> Stations { get; }

    internal int Acknowledged => Stations.Sum(station => station.Acknowledged.Count);

    internal int Sent => Stations.Sum(station => station.Sent.Count);

    /// <summary>Registers cards, starts broker, gateway and stations.</summary>
    internal static async Task<TorturedEstate> StartAsync(BenchEstate estate, int households, TimeProvider time, CancellationToken stop)
    {
        estate.RegisterCards(ReferenceCards.For(households));
        await estate.StartAsync();
        return new(estate, households, time, stop);
    }

    /// <summary>Seconds until a tap is answered again; null where that takes too long.</summary>
    internal async Task<double?> RecoverAsync()
    {
        var (started, before) = (_time.GetTimestamp(), Acknowledged);
        while (Acknowledged == before)
        {
            if (_time.GetElapsedTime(started) > Patience)
                return null;
            await Task.Delay(TimeSpan.FromMilliseconds(10), _time);
        }
        return _time.GetElapsedTime(started).TotalSeconds;
    }

    /// <summary>Nobody comes any more, and all that waits is answered; false where that takes too long.</summary>
    internal async Task<bool> DrainAsync()
    {
        Stations.ForEach(station => station.IsClosed = true);
        var started = _time.GetTimestamp();
        while (Stations.Any(station => station.Waiting > 0) && _time.GetElapsedTime(started) < Patience)
            await Task.Delay(TimeSpan.FromMilliseconds(100), _time);
        return Stations.All(station => station.Waiting == 0);
    }

    /// <summary>What the stations know against the database; after the drain.</summary>
    internal TortureVerdict Verdict(string? database = null) => TortureVerdict.Of(
        [.. Stations.SelectMany(station => station.Sent.Keys.Select(id => ($"bins/{station.Name}", id)))],
        [.. Stations.SelectMany(station => station.Acknowledged.Keys.Select(id => ($"bins/{station.Name}", id)))],
        [.. Stations.SelectMany(station => station.Results.Where(result => result.Value == "awarded").Select(result => result.Key))],
        database ?? Estate.Folder.Database);

    public async ValueTask DisposeAsync()
    {
        await _pumping.CancelAsync();
        await _pump;
        Stations.ForEach(station => station.Dispose());
        _pumping.Dispose();
    }

    private async Task PumpAsync()
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(5), _time);
        try
        {
            while (await timer.WaitForNextTickAsync(_pumping.Token))
                Stations.ForEach(station => station.Step());
        }
        catch (OperationCanceledException)
        {
            // All is said.
        }
    }
}
