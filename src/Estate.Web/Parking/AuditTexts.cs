using System.Globalization;
using Estate.Domain.Devices;
using Estate.Domain.Parking;

namespace Estate.Web.Parking;

/// <summary>What walks along the bays found, as numbers that say how sure they are.</summary>
internal static class AuditTexts
{
    private static readonly Text Nothing = Text.Same(DoubtfulCount.Unknown);

    /// <summary><c>96.7 % (93.0–98.4 %)</c>: the share and, with 95 % certainty, between what it lies.</summary>
    internal static Text Share(AuditScore score) => score is { Share: { } share, Interval: { } interval }
        ? Text.Same(string.Create(
            CultureInfo.InvariantCulture, $"{share * 100:0.0} % ({interval.Low * 100:0.0}–{interval.High * 100:0.0} %)"))
        : Nothing;

    /// <summary>Seconds: the mean, the longest, and of how many.</summary>
    internal static Text Delay(AuditScore score) => score is { MeanDelay: { } mean, LongestDelay: { } longest }
        ? new(
            string.Create(CultureInfo.InvariantCulture, $"平均 {mean:0.0}，最长 {longest:0.0}（{score.Delays.Length} 次）"),
            string.Create(CultureInfo.InvariantCulture, $"{mean:0.0} on average, {longest:0.0} at most (of {score.Delays.Length})"))
        : Nothing;

    internal static Text Seen(BayTick tick, bool isChange) => (tick.IsOccupied, isChange) switch
    {
        (true, false) => new("有车", "a car"),
        (false, false) => new("空", "free"),
        (true, true) => new("刚停进", "just came"),
        _ => new("刚开走", "just left"),
    };
}
