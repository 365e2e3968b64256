using System.Collections.Concurrent;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Estate.Domain.Devices;

namespace Estate.Adapters.Storage;

/// <summary>
/// Facts that stand in the entry of the fact they were concluded from (<see cref="ConcludedFromAttribute"/>): as the last member of its
/// body, with their own type and what the fact itself does not say already. Decision 49.
/// </summary>
internal sealed class Conclusions(IEnumerable<JsonTypeInfo> schemas)
{
    internal const string Member = "concluded";
    private const string Beginning = $"\"{Member}\":{{\"type\":\"";

    private static readonly ConcurrentDictionary<(Type Cause, Type Conclusion), Shared[]?> Pairs = new();

    private readonly Lazy<Dictionary<string, JsonTypeInfo>> _schemas = new(() => Types(schemas)
        .ToDictionary(one => (string)one.Derived.TypeDiscriminator!, one => one.Schema));

    /// <summary>Whether the journal can keep it in the entry of the fact before it.</summary>
    internal static bool Fits(Fact cause, Fact conclusion)
    {
        if (SharedBy(cause, conclusion) is not { } shared || conclusion.Device != cause.Device || conclusion.Time != cause.Time)
            return false;
        foreach (var member in shared)
            if (!Equals(member.OfCause(cause), member.OfConclusion(conclusion)))
                return false;
        return true;
    }

    /// <summary>Names of the members that both have: the entry says them once.</summary>
    internal static HashSet<string> SharedNames(Fact cause, Fact conclusion) =>
        [.. (SharedBy(cause, conclusion) ?? []).Select(member => member.Name)];

    /// <summary>In whose entries facts of a type may stand besides their own.</summary>
    internal static IReadOnlyList<Type> CausesOf(Type conclusion) =>
        conclusion.GetCustomAttribute<ConcludedFromAttribute>()?.Facts ?? [];

    /// <summary>All types of facts that may stand in another's entry, by the schema of each.</summary>
    internal static IEnumerable<(JsonTypeInfo Schema, JsonDerivedType Derived)> Types(IEnumerable<JsonTypeInfo> schemas) => schemas
        .SelectMany(schema => schema.PolymorphismOptions?.DerivedTypes.Select(derived => (schema, derived)) ?? [])
        .Where(one => CausesOf(one.derived.DerivedType).Count > 0).DistinctBy(one => one.derived.DerivedType);

    /// <summary>What was concluded from the fact of an entry; null for nothing, and where the disk has damaged it.</summary>
    /// <param name="body">Whole, as the view <c>fact</c> has it.</param>
    internal Fact? In(string body)
    {
        if (!body.Contains(Beginning, StringComparison.Ordinal))
            return null;
        try
        {
            var entry = JsonNode.Parse(body)!.AsObject();
            var said = entry[Member]!.AsObject();
            if (!_schemas.Value.TryGetValue((string)said["type"]!, out var schema))
                return null;
            foreach (var (name, value) in entry)
                if (name != Member && !said.ContainsKey(name))
                    said[name] = value?.DeepClone();
            return StoredJson.TryRead(said.ToJsonString(), schema) as Fact;
        }
        catch (Exception damaged) when (damaged is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>Null where one cannot stand in the other's entry.</summary>
    private static Shared[]? SharedBy(Fact cause, Fact conclusion) =>
        Pairs.GetOrAdd((cause.GetType(), conclusion.GetType()), static (types, facts) =>
            CausesOf(types.Conclusion).Contains(types.Cause)
                ? [.. Members(facts.cause).Join(
                    Members(facts.conclusion), one => one.Name, one => one.Name,
                    (one, other) => new Shared(one.Name, one.Get!, other.Get!))]
                : null, (cause, conclusion));

    /// <summary>Besides its device and time, which every entry has in its columns.</summary>
    private static IEnumerable<JsonPropertyInfo> Members(Fact fact) =>
        fact.Schema.Options.GetTypeInfo(fact.GetType()).Properties
            .Where(member => member.Get is not null && !FactBodies.IsColumn(member));

    private sealed record Shared(string Name, Func<object, object?> OfCause, Func<object, object?> OfConclusion);
}
