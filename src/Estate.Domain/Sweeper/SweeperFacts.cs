using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Estate.Domain.Devices;
using NodaTime;

namespace Estate.Domain.Sweeper;

/// <summary>What happened to a sweeper.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(SweeperChanged), "sweeper_changed")]
[JsonDerivedType(typeof(SweeperBinChanged), "sweeper_bin_changed")]
[JsonDerivedType(typeof(RouteSwept), "route_swept")]
[JsonDerivedType(typeof(SweeperStopOrdered), "sweeper_stop_ordered")]
[JsonDerivedType(typeof(SweeperLetGo), "sweeper_let_go")]
[JsonDerivedType(typeof(SweeperZonePaused), "sweeper_zone_paused")]
[JsonDerivedType(typeof(SweeperZoneOpened), "sweeper_zone_opened")]
[JsonDerivedType(typeof(SweeperDisobeyed), "sweeper_disobeyed")]
internal abstract record SweeperFact(DeviceId Device, EventTime Time) : Fact(Device, Time)
{
    [JsonIgnore]
    public override string Slice => SweeperKind.KindName;

    [JsonIgnore]
    public override JsonTypeInfo Schema => SweeperJson.Default.SweeperFact;

    public override Text Describe(DateTimeZone zone) => SweeperTexts.Of(this, zone);
}

/// <summary>It does something else now.</summary>
[MayLeave("activity")]
internal sealed record SweeperChanged(DeviceId Device, EventTime Time, SweeperActivity Activity, string? Zone) : SweeperFact(Device, Time)
{
    [JsonIgnore]
    public override IEnumerable<Condition> Conditions =>
        [new("sweeper_stuck", "", Severity.Medium, Activity == SweeperActivity.Stuck, new("清扫器卡住", "Sweeper stuck"))
        {
            Value = Zone is { } zone ? Text.Same(zone) : null,
        }];
}

internal sealed record SweeperBinChanged(DeviceId Device, EventTime Time, bool IsFull) : SweeperFact(Device, Time)
{
    [JsonIgnore]
    public override IEnumerable<Condition> Conditions =>
        [new("sweeper_bin_full", "", Severity.Low, IsFull, new("清扫器尘箱满", "The sweeper's bin is full"))];
}

internal sealed record RouteSwept(DeviceId Device, EventTime Time, string Route, double AreaM2) : SweeperFact(Device, Time);

internal sealed record SweeperStopOrdered(DeviceId Device, EventTime Time, string By, string Reason) : SweeperFact(Device, Time);

internal sealed record SweeperLetGo(DeviceId Device, EventTime Time, string By, string Reason) : SweeperFact(Device, Time);

internal sealed record SweeperZonePaused(DeviceId Device, EventTime Time, string Zone, Instant Until, string By)
    : SweeperFact(Device, Time);

/// <summary>By nobody: the time was over.</summary>
internal sealed record SweeperZoneOpened(DeviceId Device, EventTime Time, string Zone, string? By) : SweeperFact(Device, Time);

/// <summary>It moves although it was ordered to stand, or no longer does.</summary>
[MayLeave("is_active")]
internal sealed record SweeperDisobeyed(DeviceId Device, EventTime Time, bool IsActive) : SweeperFact(Device, Time)
{
    [JsonIgnore]
    public override IEnumerable<Condition> Conditions =>
        [new("sweeper_does_not_stop", "", Severity.High, IsActive, new("清扫器不听停车指令", "The sweeper does not stop"))];
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(InstantConverter)])]
[JsonSerializable(typeof(SweeperFact))]
[JsonSerializable(typeof(SweeperState))]
[JsonSerializable(typeof(StopSweeper))]
[JsonSerializable(typeof(PauseSweeperZone))]
internal sealed partial class SweeperJson : JsonSerializerContext;
