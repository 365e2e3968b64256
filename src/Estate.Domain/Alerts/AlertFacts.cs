using System.Collections.Immutable;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Estate.Domain.Devices;
using NodaTime;

namespace Estate.Domain.Alerts;

/// <summary>Every step of an alert, with the name of whoever took it: the audit.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(AlertRaised), "alert_raised")]
[JsonDerivedType(typeof(AlertAcknowledged), "alert_acknowledged")]
[JsonDerivedType(typeof(AlertEscalated), "alert_escalated")]
[JsonDerivedType(typeof(AlertCleared), "alert_cleared")]
[JsonDerivedType(typeof(AlertClosed), "alert_closed")]
[JsonDerivedType(typeof(ShiftHandedOver), "shift_handed_over")]
[JsonDerivedType(typeof(SilenceBegan), "silence_began")]
[JsonDerivedType(typeof(SilenceEnded), "silence_ended")]
public abstract record AlertFact(DeviceId Device, EventTime Time) : Fact(Device, Time)
{
    public const string SliceName = "alerts";

    [JsonIgnore]
    public override string Slice => SliceName;

    [JsonIgnore]
    public override JsonTypeInfo Schema => Json;

    /// <summary>All of them as they are stored.</summary>
    public static JsonTypeInfo Json => AlertJson.Default.AlertFact;

    public override Text Describe(DateTimeZone zone) => AlertFactTexts.Of(this, zone);
}

[MayLeave("severity", "is_retro", HashedId = "alert")]
public sealed record AlertRaised(
    DeviceId Device, EventTime Time, string Alert, string Condition, string Component, Severity Severity,
    [property: JsonPropertyName("is_retro")] bool IsHistorical) : AlertFact(Device, Time)
{
    [JsonIgnore]
    public override string? CorrelationId => Alert;
}

[MayLeave(HashedId = "alert")]
public sealed record AlertAcknowledged(DeviceId Device, EventTime Time, string Alert, string By, string? Note) : AlertFact(Device, Time)
{
    [JsonIgnore]
    public override string? CorrelationId => Alert;
}

/// <summary>Nobody acknowledged in time: the next step of the ladder was notified.</summary>
[MayLeave("step", HashedId = "alert")]
public sealed record AlertEscalated(DeviceId Device, EventTime Time, string Alert, int Step, Text To) : AlertFact(Device, Time)
{
    [JsonIgnore]
    public override string? CorrelationId => Alert;
}

[MayLeave(HashedId = "alert")]
public sealed record AlertCleared(DeviceId Device, EventTime Time, string Alert) : AlertFact(Device, Time)
{
    [JsonIgnore]
    public override string? CorrelationId => Alert;
}

/// <summary><paramref name="By"/> is null where no person closed it.</summary>
[MayLeave(HashedId = "alert")]
public sealed record AlertClosed(DeviceId Device, EventTime Time, string Alert, string? By, string Reason) : AlertFact(Device, Time)
{
    [JsonIgnore]
    public override string? CorrelationId => Alert;
}

/// <summary>One shift gave the open alerts to the next.</summary>
public sealed record ShiftHandedOver(DeviceId Device, EventTime Time, string By, string To, string? Note, ImmutableArray<string> Open)
    : AlertFact(Device, Time)
{
    /// <summary>What was shelved, and the work that was on or planned.</summary>
    public ImmutableArray<string> Silences { get; init; } = [];
}

/// <summary>An alert was shelved, or work was planned.</summary>
internal sealed record SilenceBegan(
    DeviceId Device, EventTime Time, string Silence, string Scope, string By, string Reason, Instant From, Instant Until)
    : AlertFact(Device, Time);

/// <summary><paramref name="By"/> is null where its time was over.</summary>
internal sealed record SilenceEnded(DeviceId Device, EventTime Time, string Silence, string Scope, string? By) : AlertFact(Device, Time);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    IgnoreReadOnlyProperties = true,
    Converters = [typeof(InstantConverter)])]
[JsonSerializable(typeof(AlertFact))]
[JsonSerializable(typeof(Alert))]
[JsonSerializable(typeof(Notification))]
internal sealed partial class AlertJson : JsonSerializerContext;
