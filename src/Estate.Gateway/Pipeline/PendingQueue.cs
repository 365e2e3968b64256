using Estate.Domain.Devices;
using Estate.Gateway.Observability;

namespace Estate.Gateway.Pipeline;

/// <summary>
/// Two buffers between the machine and the disk: one is filled while the other is written, so that one sync serves all
/// events that came during the last.
/// </summary>
internal sealed class PendingQueue(GatewayMetrics metrics, DeviceNames names) : IDisposable
{
    /// <summary>Events decided but not durable; beyond this the machine refuses new ones until the disk is back.</summary>
    internal const int MaxEvents = 10_000;

    /// <summary>Refusals, repeated answers and measurements that wait with them; more are dropped and counted.</summary>
    internal const int MaxExtras = 20_000;

    private readonly Lock _lock = new();
    private readonly SemaphoreSlim _filled = new(0, 1);
    private PendingWork _filling = new(metrics) { Names = names };
    private PendingWork _spare = new(metrics) { Names = names };
    private volatile int _events;
    private volatile int _extras;
    private volatile int _facts;

    /// <summary>
    /// Facts, or steps without any, that wait because wires, unlike devices, cannot be asked again; beyond it they are dropped and counted.
    /// </summary>
    private const int MaxFacts = 100_000;

    internal GatewayMetrics Metrics => metrics;

    internal bool IsEmpty
    {
        get
        {
            lock (_lock)
                return _filling.IsEmpty;
        }
    }

    /// <summary>For whoever writes by hand: some orders do not wait long.</summary>
    internal bool HasCommand(Predicate<Command> isMeant)
    {
        lock (_lock)
            return _filling.Commands.Exists(isMeant);
    }

    internal bool IsFull => _events >= MaxEvents;

    /// <summary>For what is somebody's safety, or cannot come again: more room than others have.</summary>
    internal bool HasReserve => _events < 2 * MaxEvents && _facts < MaxFacts;

    public void Dispose() => _filled.Dispose();

    /// <summary>For what may be dropped: it is repeated, or only informs.</summary>
    internal void AddIfRoom(WorkItem item)
    {
        if (_extras < MaxExtras)
            Add(item);
        else
            metrics.Dropped.Add(1, new KeyValuePair<string, object?>("queue", "extras"));
    }

    internal void Add(WorkItem item) => Add(static (work, one) => work.Add(one), item);

    /// <summary>Figures, and what a page shows: nothing of it is written, so it need not be taken apart either.</summary>
    internal void AddPassing(Signal signal, IReadOnlyList<Outcome> outcomes) =>
        Add(static (work, all) => OutcomeSorter.SortPassing(all.outcomes, work, all.signal), (outcomes, signal));

    internal void AddReceipt(Action receipt) => Add(static (work, one) => work.Receipts.Add(one), receipt);

    /// <summary>Some of what was taken, to be written without the rest.</summary>
    internal PendingWork Again(IReadOnlyList<WorkItem> items, int from, int to)
    {
        var work = new PendingWork(metrics, isAgain: true) { Names = names };
        for (var i = from; i < to; i++)
            work.Add(items[i]);
        return work;
    }

    private void Add<T>(Action<PendingWork, T> add, T argument)
    {
        bool wasEmpty;
        lock (_lock)
        {
            wasEmpty = _filling.IsEmpty;
            add(_filling, argument);
            _events = _filling.Batch.Events.Count;
            _extras = _filling.Extras;
            _facts = Math.Max(_filling.Batch.Facts.Count, _filling.Items.Count);
            if (_filling.IsEmpty)
                return;
        }
        if (wasEmpty && _filled.CurrentCount == 0)
            _filled.Release();
    }

    /// <summary>Those of work that is durable now.</summary>
    internal IReadOnlyList<Action> TakeReceipts(PendingWork of)
    {
        lock (_lock)
        {
            if (of.Receipts.Count == 0)
                return [];
            var receipts = of.Receipts;
            of.Receipts = [];
            return receipts;
        }
    }

    /// <summary>All, also of what is not durable yet: for a disk that does not answer.</summary>
    internal IReadOnlyList<Action> TakeReceipts()
    {
        lock (_lock)
            return [.. TakeReceipts(_spare), .. TakeReceipts(_filling)];
    }

    /// <summary>Waits for work; what is returned stays valid until the next call.</summary>
    internal async Task<PendingWork> TakeAsync(CancellationToken stop)
    {
        while (true)
        {
            await _filled.WaitAsync(stop);
            lock (_lock)
            {
                if (_filling.IsEmpty)
                    continue;
                var full = _filling;
                _spare.Clear();
                (_filling, _spare) = (_spare, full);
                (_events, _extras, _facts) = (0, 0, 0);
                return full;
            }
        }
    }
}
