using System.Text.Json.Serialization.Metadata;
using NodaTime;

namespace Estate.Domain.Devices;

/// <summary>What is known of a device whatever its kind. The default is a device that never spoke.</summary>
public sealed record Presence
{
    /// <summary>As it is stored.</summary>
    public static JsonTypeInfo<Presence> Json => DeviceJson.Default.Presence;

    /// <summary>By its own status message; null while it never sent one.</summary>
    public bool? IsOnline { get; init; }

    public Instant? LastSeen { get; init; }
    public bool IsSilent { get; init; }
    public string? Firmware { get; init; }
    public long Boot { get; init; } = -1;

    /// <summary>Highest number seen within <see cref="Boot"/>; -1 before the first.</summary>
    public long Seq { get; init; } = -1;

    /// <summary>True for an event newer than all before it; an older one is a repetition, or late.</summary>
    public bool IsNewest(EventHeader header) => header.Boot > Boot || (header.Boot == Boot && header.Seq > Seq);

    public Presence Advance(EventHeader header) =>
        IsNewest(header) ? this with { Boot = header.Boot, Seq = header.Seq } : this;
}
