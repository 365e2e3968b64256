using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Estate.Domain.Devices;
using NodaTime;

namespace Estate.Domain.CallButtons;

/// <summary>What happened at a call button.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(HelpCalled), "help_called")]
[JsonDerivedType(typeof(HelpTaken), "help_taken")]
[JsonDerivedType(typeof(HelpEnded), "help_ended")]
[JsonDerivedType(typeof(TaxiCalled), "taxi_called")]
[JsonDerivedType(typeof(TaxiStageChanged), "taxi_stage_changed")]
[JsonDerivedType(typeof(TaxiEnded), "taxi_ended")]
[JsonDerivedType(typeof(ButtonStuckChanged), "button_stuck_changed")]
[JsonDerivedType(typeof(FamilyNamed), "family_named")]
[JsonDerivedType(typeof(FamilyForgotten), "family_forgotten")]
[JsonDerivedType(typeof(FamilyShown), "family_shown")]
internal abstract record CallFact(DeviceId Device, EventTime Time) : Fact(Device, Time)
{
    /// <summary>The type of alert.</summary>
    internal const string Called = "help_called";

    [JsonIgnore]
    public override string Slice => CallButtonKind.KindName;

    [JsonIgnore]
    public override JsonTypeInfo Schema => CallJson.Default.CallFact;

    public override Text Describe(DateTimeZone zone) => CallTexts.Of(this);

    /// <summary>The type is one that nothing silences and that waits for no disk.</summary>
    private protected static Condition HelpOf(bool isActive) =>
        new(Called, "", Severity.High, isActive, new("一键求助", "Somebody calls for help"));
}

internal sealed record HelpCalled(DeviceId Device, EventTime Time, string Call, string? Household) : CallFact(Device, Time)
{
    [JsonIgnore]
    public override string CorrelationId => Call;

    [JsonIgnore]
    public override Contribution? Contribution => new(CallCounts.Help, 1, null);

    /// <summary>Whose it is stays on the staff's page: an alert goes to everybody on its ladder.</summary>
    [JsonIgnore]
    public override IEnumerable<Condition> Conditions => [HelpOf(true)];
}

internal sealed record HelpTaken(DeviceId Device, EventTime Time, string Call, string By) : CallFact(Device, Time)
{
    [JsonIgnore]
    public override string CorrelationId => Call;
}

internal sealed record HelpEnded(DeviceId Device, EventTime Time, string Call, string By, string Outcome) : CallFact(Device, Time)
{
    [JsonIgnore]
    public override string CorrelationId => Call;

    [JsonIgnore]
    public override IEnumerable<Condition> Conditions => [HelpOf(false)];
}

internal sealed record TaxiCalled(DeviceId Device, EventTime Time, string Call, string? Household) : CallFact(Device, Time)
{
    [JsonIgnore]
    public override string CorrelationId => Call;

    [JsonIgnore]
    public override Contribution? Contribution => new(CallCounts.Taxi, 1, null);
}

internal sealed record TaxiStageChanged(DeviceId Device, EventTime Time, string Call, TaxiStage Stage) : CallFact(Device, Time)
{
    [JsonIgnore]
    public override string CorrelationId => Call;
}

internal sealed record TaxiEnded(DeviceId Device, EventTime Time, string Call, TaxiStage Stage) : CallFact(Device, Time)
{
    [JsonIgnore]
    public override string CorrelationId => Call;

    [JsonIgnore]
    public override Contribution? Contribution => new(CallCounts.Of(Stage), 1, null);
}

/// <summary>It is pressed without end, or held down.</summary>
internal sealed record ButtonStuckChanged(DeviceId Device, EventTime Time, bool IsStuck) : CallFact(Device, Time)
{
    [JsonIgnore]
    public override IEnumerable<Condition> Conditions =>
        [new("button_stuck", "", Severity.Medium, IsStuck, new("按钮卡住，一直在响", "A call button does not stop"))];
}

/// <summary>A household gave a number, with its consent; the number itself is not written here.</summary>
internal sealed record FamilyNamed(DeviceId Device, EventTime Time, string Household, string By) : CallFact(Device, Time);

internal sealed record FamilyForgotten(DeviceId Device, EventTime Time, string Household, string By) : CallFact(Device, Time);

/// <summary>Somebody looked at the number, during a call for help.</summary>
internal sealed record FamilyShown(DeviceId Device, EventTime Time, string Call, string Household, string By) : CallFact(Device, Time)
{
    [JsonIgnore]
    public override string CorrelationId => Call;
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    IgnoreReadOnlyProperties = true,
    Converters = [typeof(InstantConverter)])]
[JsonSerializable(typeof(CallFact))]
[JsonSerializable(typeof(CallButtonState))]
internal sealed partial class CallJson : JsonSerializerContext;
