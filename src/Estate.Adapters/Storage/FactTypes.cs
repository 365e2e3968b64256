using System.Collections.Concurrent;
using System.Reflection;
using System.Text.Json.Serialization.Metadata;
using Estate.Domain.Devices;

namespace Estate.Adapters.Storage;

/// <summary>The word by which a fact's type is stored: the discriminator of its own schema.</summary>
internal static class FactTypes
{
    private static readonly ConcurrentDictionary<Type, string> Known = new();

    internal static string WordOf(Fact fact) => Known.GetOrAdd(fact.GetType(), WordIn, fact.Schema);

    /// <exception cref="ArgumentException">No kind writes such facts.</exception>
    internal static string WordOf(Type type, IEnumerable<JsonTypeInfo> schemas) => Known.GetOrAdd(
        type,
        (wanted, all) =>
            WordIn(wanted, all.FirstOrDefault(schema => schema.Type.IsAssignableFrom(wanted))
            ?? throw new ArgumentException($"{wanted.Name} is no kind's fact")),
        schemas);

    /// <summary>Words of the facts that have something to say there, such as <see cref="Fact.Series"/>.</summary>
    internal static IEnumerable<string> With(string property, IEnumerable<JsonTypeInfo> schemas) => schemas
        .SelectMany(schema => schema.PolymorphismOptions?.DerivedTypes ?? [])
        .Where(derived => derived.DerivedType.GetProperty(property)!.DeclaringType != typeof(Fact))
        .Select(derived => (string)derived.TypeDiscriminator!);

    /// <summary>Words of the facts that measure something, and what of each its figures are made of.</summary>
    internal static IEnumerable<(string Word, Type Figures)> Measuring(IEnumerable<JsonTypeInfo> schemas) => schemas
        .SelectMany(schema => schema.PolymorphismOptions?.DerivedTypes ?? [])
        .Select(derived => ((string)derived.TypeDiscriminator!, FiguresOf(derived.DerivedType)!))
        .Where(one => one.Item2 is not null).Concat(MeasuringInOthers(schemas)).Distinct();

    /// <summary>Of some types those that are told of; a reader may know few kinds.</summary>
    internal static IEnumerable<string> WordsOf(IEnumerable<Type> types, IEnumerable<JsonTypeInfo> schemas) => types
        .Where(type => schemas.Any(schema => schema.Type.IsAssignableFrom(type))).Select(type => WordOf(type, schemas));

    /// <summary>Figures of what is concluded stand in the entry of its cause.</summary>
    private static IEnumerable<(string Word, Type Figures)> MeasuringInOthers(IEnumerable<JsonTypeInfo> schemas) =>
        from concluded in Conclusions.Types(schemas)
        let figures = FiguresOf(concluded.Derived.DerivedType)
        where figures is not null
        from cause in WordsOf(Conclusions.CausesOf(concluded.Derived.DerivedType), schemas)
        select (cause, typeof(ConcludedFigures<>).MakeGenericType(figures));

    private static Type? FiguresOf(Type fact) => fact.GetProperty(
        nameof(Fact.Figures), BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)?.PropertyType;

    private static string WordIn(Type type, JsonTypeInfo schema) =>
        schema.PolymorphismOptions?.DerivedTypes.FirstOrDefault(derived => derived.DerivedType == type).TypeDiscriminator as string
        ?? throw new ArgumentException($"{type.Name} has no discriminator in {schema.Type.Name}");
}
