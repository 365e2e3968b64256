using Estate.Domain.Devices;
using Estate.Domain.Rules.Cel;
using NodaTime;

namespace Estate.Domain.Rules;

/// <summary>One condition within a rule's condition: what it came to, and what it looked at.</summary>
public sealed record PartStanding(string Text, CelTruth Truth, IReadOnlyList<SeenValue> Seen);

/// <summary>
/// Why a rule has fired or has not, for one part of a device. <paramref name="HeardAt"/> is when that was, which was received last;
/// <paramref name="IsSilent"/> where the device said nothing since.
/// </summary>
public sealed record RuleStanding(
    string Component, RuleStatus Status, Instant Since, Instant HeardAt, bool IsSilent, bool IsLate, CelTruth Truth,
    IReadOnlyList<PartStanding> Parts)
{
    /// <summary>In plain words.</summary>
    public Text Describe(Duration waits, DateTimeZone zone) => (Status, IsSilent, Truth) switch
    {
        (RuleStatus.Firing, _, _) => new($"已触发，始于 {Since.Read(zone)}", $"It fires, so since {Since.Read(zone)}"),
        (_, true, _) => new("设备没有信号，它以前说的不算数", "The device is silent; what it said before counts for nothing"),
        (_, _, CelTruth.Unknown) =>
            new($"没有触发：情况不明。{TextOf(CelTruth.Unknown).Zh}", $"It does not fire: not known. {TextOf(CelTruth.Unknown).En}"),
        (_, _, CelTruth.False) => new($"没有触发：{TextOf(CelTruth.False).Zh}", $"It does not fire: {TextOf(CelTruth.False).En}"),
        (_, _, CelTruth.Error) =>
            new($"没有触发：条件算不出来。{TextOf(CelTruth.Error).Zh}",
            $"It does not fire: the condition cannot be worked out. {TextOf(CelTruth.Error).En}"),
        (RuleStatus.Pending, _, _) =>
            new($"满足条件，始于 {Since.Read(zone)}，还要持续 {waits.Read()}", $"It is so since {Since.Read(zone)}, and must last for {waits.Read()}"),
        _ => IsLate ? new("满足条件，但消息来得太晚", "It is so, but was heard of too late") : new("满足条件", "It is so"),
    };

    private Text TextOf(CelTruth truth)
    {
        var parts = Parts.Where(part => part.Truth == truth).Select(part => (part.Text, Seen: string.Join(", ", part.Seen))).ToList();
        var (zh, en) = truth switch
        {
            CelTruth.False => ("不满足", "is false"),
            CelTruth.Unknown => ("没有测到", "is not known"),
            _ => ("出错", "is in error"),
        };
        return new(
            string.Join("；", parts.Select(part => $"{part.Text} {zh}（{part.Seen}）")),
            string.Join("; ", parts.Select(part => $"{part.Text} {en} ({part.Seen})")));
    }
}
