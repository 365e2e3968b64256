using System.Collections.Immutable;
using NodaTime;

namespace Estate.Domain.Devices;

public enum Tone
{
    Good,
    Unknown,
    Warning,
    Alarm,
}

/// <summary>One line of a card: a label, a value, and how worrying it is.</summary>
public sealed record CardLine(Text Label, Text Value, Tone Tone = Tone.Good);

/// <summary>Any device, for people: what every page and the API can show without knowing the kind.</summary>
public sealed record StatusCard(DeviceId Device, Text Kind, Tone Tone, Instant? LastSeen, ImmutableArray<CardLine> Lines)
{
    /// <summary>In per cent; from here on somebody should bring a new one.</summary>
    public const double LowBatteryPct = 20;

    /// <summary>Null for a device that never said so.</summary>
    public bool? IsOnline { get; init; }

    /// <summary>Nothing was heard of it for longer than it may be quiet: what the lines say was so before.</summary>
    public bool IsSilent { get; init; }
    public string? Firmware { get; init; }
    public double? BatteryPct { get; init; }

    /// <summary>What people call it; null where its id has to do.</summary>
    public Text? Name { get; init; }
}
