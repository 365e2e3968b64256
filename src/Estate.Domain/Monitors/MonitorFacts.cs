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

    /// <summary>A door stands open for longer than it may.</summary>
    HeldOpen,

    /// <summary>An e-bike where none may be: in a lift, in a stairwell.</summary>
    EBike,

    /// <summary>An e-bike's battery that is carried there.</summary>
    BikeBattery,
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
    /// <summary>Where the camera keeps its picture of it.</summary>
    public string? Picture { get; init; }

    /// <summary>An open door is nothing wrong unless it stands open too long; who wants to know of one writes a rule.</summary>
    [JsonIgnore]
    public override IEnumerable<Condition> Conditions => Sign switch
    {
        MonitorSign.Smoke => [new("smoke", "", Severity.High, IsActive, new("烟雾报警", "Smoke")) { IsLatched = true }],
        MonitorSign.Leak => [new("water_leak", "", Severity.High, IsActive, new("漏水", "Water leak"))],
        MonitorSign.Tampered => [new("tamper", "", Severity.Medium, IsActive, new("探头被拆动", "The sensor was moved or opened"))],
        MonitorSign.HeldOpen => [new("door_open_too_long", "", Severity.Medium, IsActive, new("门开太久", "Door open too long"))],
        MonitorSign.EBike => [Bike("e_bike_indoors", new("电动车进楼", "E-bike in the building"))],
        MonitorSign.BikeBattery => [Bike("bike_battery_indoors", new("电动车电池进楼", "E-bike battery in the building"))],
        _ => [],
    };

    private Condition Bike(string type, Text title) => new(type, "", Severity.High, IsActive, title)
    {
        Value = Picture is { } picture ? new($"图片编号 {picture}", $"picture {picture}") : null,
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
