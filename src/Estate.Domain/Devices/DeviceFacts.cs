using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using NodaTime;

namespace Estate.Domain.Devices;

/// <summary>Facts true of any kind of device.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(DeviceFellSilent), "device_fell_silent")]
[JsonDerivedType(typeof(DeviceReturned), "device_returned")]
[JsonDerivedType(typeof(EventsMissing), "events_missing")]
[JsonDerivedType(typeof(CommandNotExecuted), "command_not_executed")]
[JsonDerivedType(typeof(RequestRefused), "request_refused")]
[JsonDerivedType(typeof(LatchReset), "latch_reset")]
[JsonDerivedType(typeof(DeviceReplaced), "device_replaced")]
[JsonDerivedType(typeof(DeviceMisbehaved), "device_misbehaved")]
[JsonDerivedType(typeof(DeviceBehaved), "device_behaved")]
[JsonDerivedType(typeof(HostConditionChanged), "host_condition_changed")]
public abstract record DeviceFact(DeviceId Device, EventTime Time) : Fact(Device, Time)
{
    public const string SliceName = "devices";

    [JsonIgnore]
    public override string Slice => SliceName;

    [JsonIgnore]
    public override JsonTypeInfo Schema => Json;

    /// <summary>All of them as they are stored.</summary>
    public static JsonTypeInfo Json => DeviceJson.Default.DeviceFact;

    public override Text Describe(DateTimeZone zone) => DeviceFactTexts.Of(this, zone);
}

/// <summary><paramref name="LastSeen"/> is null for a device that never spoke.</summary>
[MayLeave("last_seen")]
internal sealed record DeviceFellSilent(DeviceId Device, EventTime Time, Instant? LastSeen) : DeviceFact(Device, Time)
{
    /// <summary>The type of the condition.</summary>
    public const string Silent = "silent";

    [JsonIgnore]
    public override IEnumerable<Condition> Conditions => [Of(true)];

    internal static Condition Of(bool isActive) => new(Silent, "", Severity.Medium, isActive, new("设备失联", "Device silent"));
}

[MayLeave]
internal sealed record DeviceReturned(DeviceId Device, EventTime Time) : DeviceFact(Device, Time)
{
    [JsonIgnore]
    public override IEnumerable<Condition> Conditions => [DeviceFellSilent.Of(false)];
}

/// <summary>What had latched is in order, by the word of a person.</summary>
internal sealed record LatchReset(DeviceId Device, EventTime Time, string Condition, string Component, string By, string Reason)
    : DeviceFact(Device, Time)
{
    [JsonIgnore]
    public override IEnumerable<Condition> Conditions =>
        [new(Condition, Component, Severity.Low, false, default) { IsLatched = true, ResetBy = By }];
}

/// <summary>A gap in a device's numbering: events <paramref name="From"/> to <paramref name="To"/> have not arrived yet.</summary>
internal sealed record EventsMissing(DeviceId Device, EventTime Time, long Boot, long From, long To) : DeviceFact(Device, Time);

/// <summary>
/// A person or a rule asked for something, and the device's slice said no; <paramref name="Request"/> in the words of the API.
/// </summary>
internal sealed record RequestRefused(DeviceId Device, EventTime Time, string Request, string By, Text Reason) : DeviceFact(Device, Time);

internal sealed record CommandNotExecuted(DeviceId Device, EventTime Time, string CommandId, string Result) : DeviceFact(Device, Time);

/// <summary>Another piece of hardware stands in its place: it numbers its events from its own beginning.</summary>
internal sealed record DeviceReplaced(DeviceId Device, EventTime Time, string By, string Reason) : DeviceFact(Device, Time);

/// <summary>It says more than its share, or too much that cannot be taken: what is more is counted instead of served.</summary>
public sealed record DeviceMisbehaved(DeviceId Device, EventTime Time, Text Excess) : DeviceFact(Device, Time)
{
    /// <summary>The type of the condition.</summary>
    public const string Misbehaves = "misbehaves";

    [JsonIgnore]
    public override IEnumerable<Condition> Conditions => [Of(Excess)];

    internal static Condition Of(Text? excess) =>
        new(Misbehaves, "", Severity.Medium, excess is not null,
            new("设备异常：说得太多", "The device misbehaves: it says too much"))
        { Value = excess };
}

/// <summary>
/// It has kept to its budget for a while; <paramref name="Counted"/> of its messages and errors were counted instead of served.
/// </summary>
internal sealed record DeviceBehaved(DeviceId Device, EventTime Time, long Counted) : DeviceFact(Device, Time)
{
    [JsonIgnore]
    public override IEnumerable<Condition> Conditions => [DeviceMisbehaved.Of(null)];
}

/// <summary>Something is wrong with this gateway itself, or right again: its broker, its disk, a way of telling people.</summary>
public sealed record HostConditionChanged(DeviceId Device, EventTime Time, Condition Said) : DeviceFact(Device, Time)
{
    /// <summary>Under whose name the gateway speaks of itself.</summary>
    public static readonly DeviceId Host = new("gateway", "self");

    [JsonIgnore]
    public override IEnumerable<Condition> Conditions => [Said];
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    Converters = [typeof(InstantConverter)])]
[JsonSerializable(typeof(DeviceFact))]
[JsonSerializable(typeof(Presence))]
internal sealed partial class DeviceJson : JsonSerializerContext;
