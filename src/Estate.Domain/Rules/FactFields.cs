using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Estate.Domain.Credentials;
using Estate.Domain.Devices;
using Estate.Domain.Rules.Cel;
using NodaTime;

namespace Estate.Domain.Rules;

/// <summary>A field of a fact as a rule reads it; null becomes unknown.</summary>
internal sealed record FactField(string Name, CelType Type, Func<Fact, CelValue> Read);

/// <summary>
/// Makes readers of facts' fields from the kinds' published schemas; reading makes no garbage where the value is plain. Facts are read by
/// the names of their members, so the gateway is published whole.
/// </summary>
internal static class FactFields
{
    private static readonly MethodInfo Maker = typeof(FactFields).GetMethod(nameof(Reader), BindingFlags.NonPublic | BindingFlags.Static)!;

    private static readonly MethodInfo Enums = typeof(FactFields).GetMethod(nameof(Word), BindingFlags.NonPublic | BindingFlags.Static)!;

    /// <summary>All but the fact's device and time, which have names of their own, and cards, which are nobody's business.</summary>
    internal static IReadOnlyList<FactField> Of(Type fact, JsonTypeInfo schema) =>
    [
        .. fact.GetProperties()
        .Where(property => property.Name is not (nameof(Fact.Device) or nameof(Fact.Time)) && property.PropertyType != typeof(CardToken)
            && property.PropertyType != typeof(CardToken?)
                && property.GetCustomAttribute<JsonIgnoreAttribute>() is null && property.GetMethod is { IsPublic: true })
            .SelectMany(property => property.PropertyType == typeof(Condition) ? Said(property) : [Field(fact, property, schema)]),
    ];

    /// <summary>A condition is read by its name and by whether it is so.</summary>
    private static IEnumerable<FactField> Said(PropertyInfo property)
    {
        Condition Of(Fact one) => (Condition)property.GetValue(one)!;
        return [new("condition", CelType.String, one => CelValue.Of(Of(one).Type)),
            new("is_active", CelType.Bool, one => CelValue.Of(Of(one).IsActive))];
    }

    private static FactField Field(Type fact, PropertyInfo property, JsonTypeInfo schema)
    {
        var name = property.GetCustomAttribute<JsonPropertyNameAttribute>()?.Name
            ?? JsonNamingPolicy.SnakeCaseLower.ConvertName(property.Name);
        var type = TypeOf(Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType);
        return new(
            name, type,
            (Func<Fact, CelValue>)Maker.MakeGenericMethod(fact, property.PropertyType)
            .Invoke(null, [property, CelValue.Unknown("fact." + name), schema])!);
    }

    private static CelType TypeOf(Type type) =>
        type == typeof(string) || type == typeof(DeviceId) || type.IsEnum ? CelType.String
        : type == typeof(bool) ? CelType.Bool
        : type == typeof(int) || type == typeof(long) ? CelType.Int
        : type == typeof(double) ? CelType.Double
        : type == typeof(Instant) ? CelType.Timestamp
        : type == typeof(Duration) ? CelType.Duration
        : type.Name.StartsWith("ImmutableArray", StringComparison.Ordinal) ? CelType.List(TypeOf(type.GetGenericArguments()[0]))
        : CelType.Dyn;

    private static Func<Fact, CelValue> Reader<TFact, TValue>(PropertyInfo property, CelValue unknown, JsonTypeInfo schema)
        where TFact : Fact
    {
        var get = property.GetMethod!.CreateDelegate<Func<TFact, TValue>>();
        return (Delegate)get switch
        {
            Func<TFact, double> read => fact => CelValue.Of(read((TFact)fact)),
            Func<TFact, double?> read => fact => read((TFact)fact) is { } value ? CelValue.Of(value) : unknown,
            Func<TFact, int> read => fact => CelValue.Of((long)read((TFact)fact)),
            Func<TFact, int?> read => fact => read((TFact)fact) is { } value ? CelValue.Of((long)value) : unknown,
            Func<TFact, long> read => fact => CelValue.Of(read((TFact)fact)),
            Func<TFact, long?> read => fact => read((TFact)fact) is { } value ? CelValue.Of(value) : unknown,
            Func<TFact, bool> read => fact => CelValue.Of(read((TFact)fact)),
            Func<TFact, bool?> read => fact => read((TFact)fact) is { } value ? CelValue.Of(value) : unknown,
            Func<TFact, string?> read => fact => read((TFact)fact) is { } value ? CelValue.Of(value) : unknown,
            Func<TFact, Instant> read => fact => CelValue.Of(read((TFact)fact)),
            Func<TFact, Instant?> read => fact => read((TFact)fact) is { } value ? CelValue.Of(value) : unknown,
            Func<TFact, Duration> read => fact => CelValue.Of(read((TFact)fact)),
            Func<TFact, DeviceId> read => fact => CelValue.Of(read((TFact)fact).ToString()),
            _ when typeof(TValue).IsEnum =>
                (Func<Fact, CelValue>)Enums.MakeGenericMethod(typeof(TFact), typeof(TValue)).Invoke(null, [get])!,
            _ => fact =>
                get((TFact)fact) is { } value
                ? JsonValues.Of(JsonSerializer.SerializeToElement(value, schema.Options.GetTypeInfo(typeof(TValue)))) : unknown,
        };
    }

    private static Func<Fact, CelValue> Word<TFact, TValue>(Func<TFact, TValue> get)
        where TFact : Fact
        where TValue : notnull
    {
        var words = Enum.GetValues(typeof(TValue)).Cast<TValue>().Distinct().ToDictionary(value => value, value =>
            CelValue.Of(JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString()!)));
        return fact => words[get((TFact)fact)];
    }
}
