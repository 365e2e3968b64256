using Estate.Adapters.Storage;
using Estate.Domain.Devices;
using Estate.Gateway;
using Estate.Gateway.Observability;
using Estate.Gateway.Pipeline;
using NodaTime;

namespace Estate.Bench.Replay;

/// <summary>
/// The gateway's own machine and store, fed from a recording instead of a broker: the recording's time is the clock.
/// </summary>
internal sealed class ReplayMachine : IDisposable
{
    private const int SignalsPerCommit = 10_000;

    private readonly EstateMachine _machine;
    private readonly EstateStore? _store;
    private readonly Rollups? _means;
    private readonly GatewayMetrics _metrics = new();
    private readonly PendingWork _work;
    private int _uncommitted;
    private Instant _newest;

    /// <param name="folder">Of the database; null where only states are asked for, and nothing is written.</param>
    /// <param name="hasMeans">Measurements are kept, too; signals come in the order of their times.</param>
    internal ReplayMachine(string? folder, IReadOnlyList<DeviceSettings> inventory, bool hasMeans = false)
    {
        var zone = DateTimeZoneProviders.Tzdb["Asia/Shanghai"];
        var kinds = DeviceKinds.WithoutCards(zone);
        _work = new(_metrics);
        _machine = new EstateMachine(kinds, inventory, []);
        Kinds = kinds;
        if (folder is null)
            return;
        var path = Path.Combine(Directory.CreateDirectory(folder).FullName, "replay.db");
        foreach (var old in new[] { path, path + "-wal", path + "-shm" })
            File.Delete(old);
        var database = new EstateDatabase(path);
        _store = new EstateStore(database, kinds, new AuditChain(database, new byte[32]));
        _means = hasMeans ? new(database, kinds, zone) { LeastOpen = SignalsPerCommit } : null;
    }

    internal IReadOnlyList<IDeviceKind> Kinds { get; }

    internal IReadOnlyList<Outcome> Step(Signal signal)
    {
        var outcomes = _machine.Step(signal);
        OutcomeSorter.Sort(outcomes, _work, null, null);
        _newest = signal.ReceivedAt;
        if (++_uncommitted >= SignalsPerCommit)
            Commit();
        return outcomes;
    }

    internal object StateOf(DeviceId device) =>
        _machine.StateOf(device) ?? throw new InvalidOperationException($"{device} is not replayed");

    internal StatusCard CardOf(DeviceId device) =>
        _machine.Card(device) ?? throw new InvalidOperationException($"{device} is not replayed");

    /// <summary>The means of minutes that were kept of a measurement.</summary>
    internal IReadOnlyList<Measurement> Means(string series, Instant from, Instant until) => _means!.Read(
        Kinds.SelectMany(kind => kind.Series).First(one => one.Name == series), Rollups.Minute, from, until);

    internal void Commit()
    {
        _store?.Commit(_work.Batch);
        foreach (var measurement in _work.Measurements)
            _means?.Add(measurement);
        // What is old by today's clock is all there is: nothing is forgotten.
        _means?.Flush(_newest, isLast: true, isSure: false);
        _work.Clear();
        _uncommitted = 0;
    }

    /// <summary>A recorded time is all there is: it counts as told by a synchronised clock, and received at once.</summary>
    internal static EventTime At(Instant at) => EventTime.Now(at);

    public void Dispose()
    {
        _store?.Dispose();
        _metrics.Dispose();
    }
}
