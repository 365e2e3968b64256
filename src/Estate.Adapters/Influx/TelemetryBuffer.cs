using Estate.Domain.Devices;

namespace Estate.Adapters.Influx;

/// <summary>
/// Measurements that no journal holds, as lines on their way out, oldest first. In memory while the server answers; what
/// waits longer goes to <see cref="SpillFolder"/>. What finds no room is counted, and is always the oldest.
/// </summary>
public sealed class TelemetryBuffer(SpillFolder spill, string site, int capacity, InfluxDialect dialect)
{
    private readonly Lock _lock = new();
    private readonly Queue<string> _waiting = new();
    private readonly SameMillisecond? _apart = dialect == InfluxDialect.VictoriaMetrics ? new() : null;
    private long _number;
    private long _bytes;
    private long _dropped;

    public SpillFolder Spill => spill;

    /// <summary>Lines lost because there was room for them neither here nor on the disk, or that were no points.</summary>
    public long Dropped => Interlocked.Read(ref _dropped) + spill.Dropped;

    /// <summary>Of all lines so far.</summary>
    public long Bytes => Interlocked.Read(ref _bytes);

    public long BytesPerLine => Interlocked.Read(ref _number) is > 0 and var lines ? Bytes / lines : 100;

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
            string line;
            try
            {
                line = LineProtocol.Line(measurement, site, _number++, _apart);
            }
            catch (ArgumentException)
            {
                // A sensor's number that is none: no server could keep it.
                _dropped++;
                return;
            }
            _bytes += line.Length + 1;
            if (_waiting.Count == capacity)
            {
                _waiting.Dequeue();
                _dropped++;
            }
            _waiting.Enqueue(line);
        }
    }

    /// <summary>Takes the oldest out; whoever takes them sends them, or gives them to the disk.</summary>
    public IReadOnlyList<string> Dequeue(int limit)
    {
        lock (_lock)
        {
            var taken = new List<string>(Math.Min(limit, _waiting.Count));
            while (taken.Count < limit && _waiting.TryDequeue(out var line))
                taken.Add(line);
            return taken;
        }
    }
}
