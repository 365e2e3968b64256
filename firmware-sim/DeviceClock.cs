namespace Estate.FirmwareSim;

/// <summary>A device's wall clock, which may drift or be lost, beside a stopwatch that is always right.</summary>
public sealed class DeviceClock(TimeProvider time)
{
    /// <summary>How far the wall clock is off.</summary>
    public TimeSpan Offset { get; set; }

    /// <summary>synced, holdover, estimated or unknown, as the wire has it.</summary>
    public string Trust { get; set; } = "synced";

    public long Milliseconds => (time.GetUtcNow() + Offset).ToUnixTimeMilliseconds();

    public long Stopwatch => time.GetTimestamp();

    public TimeSpan Since(long stopwatch) => time.GetElapsedTime(stopwatch);
}
