using System.Collections.Immutable;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Estate.Domain.Devices;
using NodaTime;

namespace Estate.Domain.Rules;

/// <summary>Where a rule stands for one device or part of it.</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<RuleStatus>))]
public enum RuleStatus
{
    Idle,

    /// <summary>True, but not for long enough yet.</summary>
    Pending,
    Firing,
}

/// <summary>What is kept of an instance over a restart; idle ones are not kept.</summary>
public sealed record RuleState(string Rule, int Version, DeviceId Device, string Component, RuleStatus Status, Instant Since)
{
    /// <summary>As it is stored.</summary>
    public static JsonTypeInfo<RuleState> Json => RuleJson.Default.RuleState;

    public bool IsLate { get; init; }

    /// <summary>Since when it is over, while it is kept up.</summary>
    public Instant? QuietSince { get; init; }

    /// <summary>What was seen when it began or fired: all that is left of it after a restart.</summary>
    public ImmutableArray<SeenValue> Seen { get; init; } = [];
    public Text? Words { get; init; }

    /// <summary>People were notified; false while the rule is silenced.</summary>
    [JsonPropertyName("is_told")]
    public bool IsNotified { get; init; }
}

/// <summary>Where a rule stands for one device; idle ones are forgotten.</summary>
public sealed record RuleSaved(RuleState State) : Outcome;
