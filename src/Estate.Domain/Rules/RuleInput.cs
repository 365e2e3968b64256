using Estate.Domain.Devices;
using NodaTime;

namespace Estate.Domain.Rules;

/// <summary>What one rule looks at while it is evaluated. Used again and again.</summary>
internal sealed class RuleInput
{
    internal Fact? Fact { get; set; }
    internal Measurement? Measurement { get; set; }
    internal DeviceId Device { get; set; }

    /// <summary>Till when it is evaluated: when the input happened, or now where only time has passed.</summary>
    internal Instant At { get; set; }
    internal RuleInstance? Instance { get; set; }
}
