using Estate.Domain.Devices;

namespace Estate.Domain.Profiles;

/// <summary>A profile as written; nothing is checked yet but its shape (docs/profiles.md).</summary>
public sealed record ProfileSource(SourceText Name)
{
    public Text Title { get; init; }
    public string Maker { get; init; } = "";

    /// <summary>Where the payload's layout is described, and which version of it.</summary>
    public string Link { get; init; } = "";
    public string Version { get; init; } = "";
    public SourceText? Kind { get; init; }

    /// <summary>Settings of a device that its expressions may use, each with what it is where the device has none.</summary>
    public IReadOnlyList<(SourceText Name, SourceText Value)> Settings { get; init; } = [];
    public MqttSource? Mqtt { get; init; }
    public CodecSource? Codec { get; init; }

    /// <summary>Of LoRaWAN: A hears only after it has spoken, B and C at any time; null where it is not said, which is A.</summary>
    public SourceText? RadioClass { get; init; }
    public HabitsSource Habits { get; init; } = new();
    public CapabilitiesSource Can { get; init; } = new();
    public IReadOnlyList<FoundSource> Found { get; init; } = [];
    public IReadOnlyList<MessageSource> Messages { get; init; } = [];
    public IReadOnlyList<OrderSource> Orders { get; init; } = [];
    public IReadOnlyList<TestSource> Tests { get; init; } = [];
}

/// <summary>Where it speaks over MQTT: topics with <c>{topic}</c> for the device's own level, a prefix ending in <c>/#</c>.</summary>
public sealed record MqttSource(IReadOnlyList<SourceText> Publishes, IReadOnlyList<SourceText> Listens)
{
    /// <summary>The broker's user that speaks for all such devices, such as a bridge; without one each device speaks for itself.</summary>
    public SourceText? User { get; init; }
}

/// <summary>The maker's own codec in JavaScript, and which function it has: decodeUplink, Decoder or Decode.</summary>
public sealed record CodecSource(SourceText File, SourceText? Function);

public sealed record HabitsSource
{
    /// <summary>Such as <c>5m</c>, or <c>changes</c> where it only speaks when something changes.</summary>
    public SourceText? Every { get; init; }
    public SourceText? Ask { get; init; }
    public bool HasWill { get; init; }
}

/// <summary>What the device does without the gateway; null for what the file does not say.</summary>
public sealed record CapabilitiesSource
{
    public IReadOnlyList<SourceText> Protections { get; init; } = [];

    /// <summary>It ends a session at its time by itself.</summary>
    public SourceText? HoldsTimeLimit { get; init; }
}

/// <summary>How such a device announces itself on the broker.</summary>
/// <param name="Device">Its own level of topics.</param>
public sealed record FoundSource(SourceText Topic, SourceText? When, SourceText? Device)
{
    /// <summary>What it says it is, for people.</summary>
    public SourceText? Product { get; init; }

    /// <summary>One message announces many devices: each element of a list is one.</summary>
    public bool IsList { get; init; }
}

/// <summary>One message of the device: on topics, or an uplink on ports.</summary>
public sealed record MessageSource(SourceText Place)
{
    public IReadOnlyList<SourceText> Topics { get; init; } = [];

    /// <summary>LoRaWAN ports; none: any.</summary>
    public IReadOnlyList<SourceText> Ports { get; init; } = [];

    /// <summary>json, text, bytes or decoded.</summary>
    public SourceText? From { get; init; }
    public SourceText? When { get; init; }

    /// <summary>True when the device is there, false when it has gone.</summary>
    public SourceText? Online { get; init; }

    /// <summary>Members that are looked through: what stands in them is read as if it stood outside.</summary>
    public IReadOnlyList<SourceText> Within { get; init; } = [];
    public TagsSource? Tags { get; init; }
    public IReadOnlyList<GivesSource> Gives { get; init; } = [];
}

/// <summary>A reading and its values.</summary>
public sealed record GivesSource(SourceText Reading, SourceText? When, IReadOnlyList<(SourceText Name, SourceText Value)> Values);

/// <summary>Tagged parts of a payload: a tag of so many bytes, then its length in so many, or lengths by tag.</summary>
public sealed record TagsSource(int From, int Until, int TagBytes, int LengthBytes)
{
    public IReadOnlyList<(SourceText Tag, SourceText Length)> Lengths { get; init; } = [];
}

/// <summary>How an order is said: where, and what.</summary>
/// <param name="Topic">Null for a radio device, whose network server hears it; its maker's codec makes bytes of the payload.</param>
public sealed record OrderSource(SourceText Name, SourceText? Topic, IReadOnlyList<OrderPiece> Payload);

/// <summary>A part of an order's payload: plain text, or an expression.</summary>
public sealed record OrderPiece(string Plain, SourceText? Expression, OrderPieceStyle Style);

public enum OrderPieceStyle
{
    /// <summary>As it is.</summary>
    Text,

    /// <summary>Within a JSON string.</summary>
    JsonText,

    /// <summary>A JSON value by its own type.</summary>
    JsonValue,
}
