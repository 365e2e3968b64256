using Estate.Domain.Devices;

namespace Estate.Adapters.Influx;

/// <summary>
/// Measurements on their way out, oldest first. Bounded: when full the oldest goes, and is counted. Only measurements
/// travel here; facts and transfers are in the journal.
/// </summary>
public sealed class MeasurementQueue(int capacity)
{
    private readonly Lock _lock = new();
    private readonly Queue<Measurement> _waiting = new();

    public long Dropped { get; private set; }

    public int Count
    {
        get
        {
            lock (_lock)
                return _waiting.Count;
        }
    }

    public void Add(Measurement measurement)
    {
        lock (_lock)
        {
            if (_waiting.Count == capacity)
            {
                _waiting.Dequeue();
                Dropped++;
            }
            _waiting.Enqueue(measurement);
        }
    }

    public IReadOnlyList<Measurement> Take(int limit)
    {
        lock (_lock)
        {
            var taken = new List<Measurement>(Math.Min(limit, _waiting.Count));
            while (taken.Count < limit && _waiting.TryDequeue(out var measurement))
                taken.Add(measurement);
            return taken;
        }
    }
}
