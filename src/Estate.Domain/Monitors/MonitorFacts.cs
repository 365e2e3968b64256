using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Estate.Domain.Devices;
using NodaTime;

namespace Estate.Domain.Monitors;

/// <summary>What is sensed, and is so or not.</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<MonitorSign>))]
internal enum MonitorSign
{
    Open,
    Leak,
    Smoke,
    Tampered,
    Tilted,
}

/// <summary>What happened at a sensor.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(SignChanged), "sign_changed")]
[JsonDerivedType(typeof(ButtonPressed), "button_pressed")]
[JsonDerivedType(typeof(SelfTested), "self_tested")]
internal abstract record MonitorFact(DeviceId Device, EventTime Time) : Fact(Device, Time)
{
    [JsonIgnore]
    public override string Slice => MonitorKind.KindName;

    [JsonIgnore]
    public override JsonTypeInfo Schema => MonitorJson.Default.MonitorFact;

    public override Text Describe(DateTimeZone zone) => MonitorTexts.Of(this);
}

[MayLeave("sign", "is_active")]
internal sealed record SignChanged(DeviceId Device, EventTime Time, MonitorSign Sign, bool IsActive) : MonitorFact(Device, Time)
{
    /// <summary>An open door is nothing wrong; who wants to know of one writes a rule.</summary>
    [JsonIgnore]
    public override IEnumerable<Condition> Conditions => Sign switch
    {
        MonitorSign.Smoke => [new("smoke", "", Severity.High, IsActive, new("烟雾报警", "Smoke")) { IsLatched = true }],
        MonitorSign.Leak => [new("water_leak", "", Severity.High, IsActive, new("漏水", "Water leak"))],
        MonitorSign.Tampered => [new("tamper", "", Severity.Medium, IsActive, new("探头被拆动", "The sensor was moved or opened"))],
        _ => [],
    };
}

/// <summary><paramref name="How"/>: short, long or double.</summary>
internal sealed record ButtonPressed(DeviceId Device, EventTime Time, string How) : MonitorFact(Device, Time);

internal sealed record SelfTested(DeviceId Device, EventTime Time) : MonitorFact(Device, Time);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    IgnoreReadOnlyProperties = true,
    Converters = [typeof(InstantConverter)])]
[JsonSerializable(typeof(MonitorFact))]
[JsonSerializable(typeof(MonitorState))]
internal sealed partial class MonitorJson : JsonSerializerContext;
