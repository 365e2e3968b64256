namespace Estate.Adapters.Gpio;

/// <summary>The stopwatch in nanoseconds. TimeProvider.System counts CLOCK_MONOTONIC, as the kernel's line events do.</summary>
internal static class Monotonic
{
    internal const long Second = 1_000_000_000;

    internal const long Millisecond = 1_000_000;

    internal static long NowNs(TimeProvider time) => (long)((Int128)time.GetTimestamp() * Second / time.TimestampFrequency);

    internal static long Nanoseconds(TimeSpan span) => span.Ticks * TimeSpan.NanosecondsPerTick;
}
