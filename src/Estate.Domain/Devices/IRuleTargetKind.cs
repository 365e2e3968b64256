using System.Text.Json.Serialization.Metadata;

namespace Estate.Domain.Devices;

/// <summary>A kind whose devices a rule may ask for something.</summary>
internal interface IRuleTargetKind : IDeviceKind
{
    /// <summary>What it may ask for, by name; the slice may still refuse.</summary>
    IReadOnlyDictionary<string, JsonTypeInfo> RuleRequests { get; }
}
