using System.Text.Json.Serialization.Metadata;
using Estate.Domain.Devices;
using Estate.Domain.Rules.Cel;

namespace Estate.Domain.Rules;

/// <summary>Something a rule does, compiled: whom it asks (null: the device it fired for), for what, with which values.</summary>
internal sealed record RuleAction(string Kind, IReadOnlyList<string> To)
{
    internal DeviceId? Device { get; init; }
    internal JsonTypeInfo? Request { get; init; }
    internal IReadOnlyList<(string Name, CelProgram Value)> With { get; init; } = [];
}
