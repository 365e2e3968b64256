using Estate.Adapters.Gpio;

namespace Estate.Adapters.Chips;

/// <summary>
/// HC-SR04: distance by sound, 20 mm to 4 m. The echo is as long as the kernel's times of its edges say. The library's own loop
/// counts in whatever held the process up, and waits by the wall clock, which can be set back.
/// </summary>
internal sealed class EchoSensor : ISensorChip, IEdgeListener
{
    private const int Trigger = 0;
    private const int Echo = 1;

    /// <summary>Of sound at 20 °C; there and back.</summary>
    private const double MmPerNs = 343e-6 / 2;
    private const double MaxMm = 4_000;

    /// <summary>A new pulse must not meet the old one's echo.</summary>
    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(60);

    /// <summary>Without anything in its range the echo of this chip is 38 ms, of its copies up to 200 ms.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromMilliseconds(300);

    private readonly ChipLines _lines;
    private readonly IEdgeStream _echo;
    private readonly SemaphoreSlim _ended = new(0);
    private long? _beganNs;
    private long _lengthNs;

    internal EchoSensor(ChipLines lines)
    {
        _lines = lines;
        lines.OpenOutput(Trigger);
        _echo = lines.Watch(Echo, this);
    }

    public long? DueNs => null;

    public double? Measure() => Median.OfThree(() => MeasureOnce() is var mm && mm <= MaxMm ? mm : null);

    public void Add(in LineEdge edge)
    {
        if (edge.IsRising)
            _beganNs = edge.TimestampNs;
        else if (_beganNs is { } began)
        {
            (_beganNs, _lengthNs) = (null, edge.TimestampNs - began);
            _ended.Release();
        }
    }

    public void Complete(long nowNs)
    {
    }

    public void Dispose()
    {
        _echo.Dispose();
        _lines.Dispose();
    }

    private double MeasureOnce()
    {
        // An echo that came too late is not this one's.
        while (_ended.Wait(Between))
        {
        }
        _lines.Drive(Trigger, true);
        // It asks for 10 µs; a call into the kernel and back takes about as long, and longer does not matter.
        Thread.SpinWait(1_000);
        _lines.Drive(Trigger, false);
        return _ended.Wait(Longest)
            ? Volatile.Read(ref _lengthNs) * MmPerNs
            : throw new IOException("no echo came back, not even the one for nothing in its range");
    }
}
