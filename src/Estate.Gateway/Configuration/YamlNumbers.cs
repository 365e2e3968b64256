using Estate.Domain.Devices;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;
using YamlDotNet.Serialization;

namespace Estate.Gateway.Configuration;

/// <summary>
/// Numbers as people write them. YAML itself reads 01463 as 819 (octal), 1:30 as 90 and 1_000 as 1000, and lets .nan and .inf pass;
/// here each of them is an error.
/// </summary>
internal sealed class YamlNumbers : IYamlTypeConverter
{
    public bool Accepts(Type type) =>
        (Nullable.GetUnderlyingType(type) ?? type) is var number && (number == typeof(int) || number == typeof(double));

    public object? ReadYaml(IParser parser, Type type, ObjectDeserializer rootDeserializer)
    {
        var written = parser.Consume<Scalar>();
        if (IsNothing(written) && Nullable.GetUnderlyingType(type) is not null)
            return null;
        var isWhole = type != typeof(double) && type != typeof(double?);
        if (IsPlain(written.Value) && FiniteNumber.TryParse(written.Value, out var number) && (!isWhole || IsWhole(number)))
            return isWhole ? (int)number : number;
        var expected = isWhole ? "a whole number such as 1463" : "a number such as 12.5";
        throw new YamlException(
            written.Start, written.End, $"'{written.Value}' is not {expected}, without a leading zero and within ordinary size");
    }

    public void WriteYaml(IEmitter emitter, object? value, Type type, ObjectSerializer serializer) =>
        throw new NotSupportedException("numbers are only read");

    private static bool IsWhole(double number) => number == Math.Floor(number) && Math.Abs(number) <= int.MaxValue;

    internal static bool IsNothing(Scalar scalar) => scalar is { Style: ScalarStyle.Plain, Value: "" or "~" or "null" or "Null" or "NULL" };

    /// <summary>No zero in front of another digit, no letters but an exponent's.</summary>
    private static bool IsPlain(string text) => text.AsSpan().TrimStart('-') is not ['0', >= '0' and <= '9', ..];
}
