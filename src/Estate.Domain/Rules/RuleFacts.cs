using System.Collections.Immutable;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Estate.Domain.Devices;
using NodaTime;

namespace Estate.Domain.Rules;

/// <summary>What rules did, and what was done to rules.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(RuleFired), "rule_fired")]
[JsonDerivedType(typeof(RuleCleared), "rule_cleared")]
[JsonDerivedType(typeof(RuleDisabled), "rule_disabled")]
[JsonDerivedType(typeof(RuleEnabled), "rule_enabled")]
[JsonDerivedType(typeof(RuleChanged), "rule_changed")]
[JsonDerivedType(typeof(RuleSilenced), "rule_silenced")]
public abstract record RuleFact(DeviceId Device, EventTime Time) : Fact(Device, Time)
{
    public const string SliceName = "rules";

    [JsonIgnore]
    public override string Slice => SliceName;

    [JsonIgnore]
    public override JsonTypeInfo Schema => Json;

    /// <summary>All of them as they are stored.</summary>
    public static JsonTypeInfo Json => RuleJson.Default.RuleFact;

    public override Text Describe(DateTimeZone zone) => RuleFactTexts.Of(this, zone);
}

/// <summary>A value that decided, as people read it.</summary>
public sealed record SeenValue(string Name, string Value)
{
    public override string ToString() => $"{Name} = {Value}";
}

/// <summary>It was so for long enough. <paramref name="Since"/> when it began, <see cref="Seen"/> the values at the end.</summary>
internal sealed record RuleFired(
    DeviceId Device, EventTime Time, string Rule, int Version, string Component, Severity Severity, Text Title, Instant Since)
    : RuleFact(Device, Time)
{
    public ImmutableArray<SeenValue> Seen { get; init; } = [];
    public Text? Words { get; init; }
    public ImmutableSortedDictionary<string, string> Labels { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>The rule was silenced, or raises no alert: nobody was notified.</summary>
    public bool IsQuiet { get; init; }

    /// <summary>Devices whose silence its alert stands for.</summary>
    public ImmutableSortedSet<string> Hides { get; init; } = [];

    [JsonIgnore]
    public override IEnumerable<Condition> Conditions =>
        IsQuiet ? [] : [new(Rule, Component, Severity, true, Title) { Value = Words, Suppresses = Hides }];
}

/// <summary>It is over; <paramref name="Reason"/> says why where that is not its condition.</summary>
internal sealed record RuleCleared(
    DeviceId Device, EventTime Time, string Rule, int Version, string Component, Severity Severity, Text Title, string? Reason)
    : RuleFact(Device, Time)
{
    [JsonIgnore]
    public override IEnumerable<Condition> Conditions => [new(Rule, Component, Severity, false, Title)];
}

/// <summary>The gateway disabled a failing rule; the others go on.</summary>
public sealed record RuleDisabled(DeviceId Device, EventTime Time, string Rule, int Version, string Problem) : RuleFact(Device, Time)
{
    /// <summary>The type of the condition.</summary>
    public const string Disabled = "rule_disabled";

    [JsonIgnore]
    public override IEnumerable<Condition> Conditions =>
        [new(Disabled, Rule, Severity.Medium, true, new("规则已停用", "A rule is out of use"))
        {
            Value = new($"{Rule}：{RuleErrorTexts.Of(Problem).Zh}", $"{Rule}: {Problem}"),
        }];
}

/// <summary>In use again, by the word of a person or in a new version.</summary>
public sealed record RuleEnabled(DeviceId Device, EventTime Time, string Rule, string By) : RuleFact(Device, Time)
{
    [JsonIgnore]
    public override IEnumerable<Condition> Conditions =>
        [new(RuleDisabled.Disabled, Rule, Severity.Medium, false, new("规则已停用", "A rule is out of use"))];
}

/// <summary>A new version is in force; <paramref name="Written"/> is empty where the rule is gone.</summary>
public sealed record RuleChanged(DeviceId Device, EventTime Time, string Rule, int Version, string Written, string By)
    : RuleFact(Device, Time);

/// <summary>Muted until then; null: unmuted.</summary>
public sealed record RuleSilenced(DeviceId Device, EventTime Time, string Rule, Instant? Until, string Reason, string By)
    : RuleFact(Device, Time);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    IgnoreReadOnlyProperties = true,
    Converters = [typeof(InstantConverter)])]
[JsonSerializable(typeof(RuleFact))]
[JsonSerializable(typeof(RuleState))]
internal sealed partial class RuleJson : JsonSerializerContext;
