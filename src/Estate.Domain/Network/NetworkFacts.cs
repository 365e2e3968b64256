using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Estate.Domain.Devices;
using NodaTime;

namespace Estate.Domain.Network;

/// <summary>
/// What happened at a box of the network. That it cannot be reached is the silence of any device, so that it stands for the silence of
/// what is behind it.
/// </summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(NetworkRestarted), "network_restarted")]
[JsonDerivedType(typeof(NetworkLossChanged), "network_loss_changed")]
[JsonDerivedType(typeof(UplinkChanged), "uplink_changed")]
internal abstract record NetworkFact(DeviceId Device, EventTime Time) : Fact(Device, Time)
{
    [JsonIgnore]
    public override string Slice => NetworkKind.KindName;

    [JsonIgnore]
    public override JsonTypeInfo Schema => NetworkJson.Default.NetworkFact;

    public override Text Describe(DateTimeZone zone) => NetworkTexts.Of(this);
}

/// <summary>It counts from its start, and counts less than before.</summary>
[MayLeave("uptime_s")]
internal sealed record NetworkRestarted(DeviceId Device, EventTime Time, double UptimeS) : NetworkFact(Device, Time);

/// <summary>More is lost than may be, or no longer.</summary>
[MayLeave("loss_pct", "is_active")]
internal sealed record NetworkLossChanged(DeviceId Device, EventTime Time, double LossPct, bool IsActive) : NetworkFact(Device, Time)
{
    [JsonIgnore]
    public override IEnumerable<Condition> Conditions =>
        [new("uplink_loss", "", Severity.Low, IsActive, new("上联丢包", "Uplink loses data")) { Value = NetworkTexts.Percent(LossPct) }];
}

/// <summary>What it is connected through is up, or down.</summary>
[MayLeave("is_up")]
internal sealed record UplinkChanged(DeviceId Device, EventTime Time, bool IsUp) : NetworkFact(Device, Time)
{
    [JsonIgnore]
    public override IEnumerable<Condition> Conditions =>
        [new("uplink_down", "", Severity.Medium, !IsUp, new("上联断开", "Uplink down"))];
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    IgnoreReadOnlyProperties = true,
    Converters = [typeof(InstantConverter)])]
[JsonSerializable(typeof(NetworkFact))]
[JsonSerializable(typeof(NetworkState))]
internal sealed partial class NetworkJson : JsonSerializerContext;
