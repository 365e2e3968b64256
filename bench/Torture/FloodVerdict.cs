using System.Globalization;

namespace Estate.Bench.Torture;

/// <summary>Milliseconds of the slowest hundredth, of those beside a flood.</summary>
internal sealed record FloodWaits(double TapBefore, double Tap, double List, double Exit, double Fire);

/// <summary>What a flood cost the others, and the memory card.</summary>
internal static class FloodVerdict
{
    internal const double PerSecond = 20_000;

    private const double Hour = 3600, BytesAnHour = 1e6;
    private const double TapRatio = 3, ListMs = 300, GateMs = 20;

    internal static void AddTo(ScenarioVerdict verdict, FloodWaits waits)
    {
        var ratio = waits.Tap / waits.TapBefore;
        verdict.Figure("tap_p99_ms", Text(waits.Tap)).Figure("without_flood", Text(waits.TapBefore)).Figure("ratio", Text(ratio))
            .Figure("list_p99_ms", Text(waits.List)).Figure("exit_p99_ms", Text(waits.Exit)).Figure("fire_p99_ms", Text(waits.Fire))
            .Require(ratio <= TapRatio, $"others' taps wait more than {TapRatio} times as long")
            .Require(waits.List <= ListMs, "the list of what burns comes late")
            .Require(waits.Exit <= GateMs && waits.Fire <= GateMs, "the gate opens late");
    }

    /// <summary>What the first part wrote more than an idle gateway does, and an hour less that part of what the second did.</summary>
    internal static void AddTo(ScenarioVerdict verdict, string what, Written idle, Written first, Written then)
    {
        var (start, rest) = (Math.Max(0, first.Bytes - (idle.PerSecond * first.Seconds)), Math.Max(0, then.PerSecond - idle.PerSecond));
        var hour = start + (rest * (Hour - first.Seconds));
        ScenarioRun.Say(
            $"{what}: {start / 1e3:0} kB in the first {first.Seconds:0} s, then {rest * Hour / 1e3:0} kB an hour, more than idle");
        verdict.Figure(what + "_mb_per_h", (hour / 1e6).ToString("0.00", CultureInfo.InvariantCulture))
            .Require(hour <= BytesAnHour, $"{what}: more than 1 MB an hour is written about it");
    }

    /// <param name="perSecond">Messages the broker took of the one who flooded.</param>
    /// <param name="servedAgain">Seconds; null where it was not.</param>
    internal static void AddTo(ScenarioVerdict verdict, double perSecond, double? servedAgain, long alerts) => verdict
        .Figure("broker_took_per_s", perSecond.ToString("0", CultureInfo.InvariantCulture))
        .Figure("served_again_s", Text(servedAgain ?? double.NaN)).Figure("alerts", alerts)
        .Require(perSecond >= PerSecond * 0.9, "the broker did not take the flood")
        .Require(servedAgain is not null, "the one who flooded is not served again")
        .Require(alerts == 1, $"{alerts} alerts instead of one");

    private static string Text(double number) => number.ToString("0.0", CultureInfo.InvariantCulture);
}

/// <summary>Bytes given to the disk by gateway and broker, and into their logs, within so many seconds.</summary>
internal sealed record Written(double Bytes, double Seconds)
{
    internal double PerSecond => Bytes / Seconds;
}
