using Estate.Domain.Devices;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;
using YamlDotNet.Serialization;

namespace Estate.Gateway.Configuration;

/// <summary>
/// Numbers in decimal digits, and true or false. YAML itself reads 01463 as 819 (octal), 1:30 as 90, 1_000 as 1000 and no as false,
/// and lets .nan and .inf pass; here each of them is an error.
/// </summary>
internal sealed class YamlScalars : IYamlTypeConverter
{
    public bool Accepts(Type type) => Bare(type) is var bare && (bare == typeof(int) || bare == typeof(double) || bare == typeof(bool));

    public object? ReadYaml(IParser parser, Type type, ObjectDeserializer rootDeserializer)
    {
        var (written, bare) = (parser.Consume<Scalar>(), Bare(type));
        if (bare == typeof(bool) && written.Value is "true" or "false")
            return written.Value == "true";
        if (bare != typeof(bool) && FiniteNumber.TryParseDecimal(written.Value, out var number))
        {
            if (bare == typeof(double))
                return number;
            if (number == Math.Floor(number) && Math.Abs(number) <= int.MaxValue)
                return (int)number;
        }
        throw new YamlException(written.Start, written.End, $"'{written.Value}' is not {Expected(bare)}");
    }

    public void WriteYaml(IEmitter emitter, object? value, Type type, ObjectSerializer serializer) =>
        throw new NotSupportedException("settings are only read");

    private static Type Bare(Type type) => Nullable.GetUnderlyingType(type) ?? type;

    private static string Expected(Type type) => type == typeof(bool) ? "true or false, which is how yes and no are written here"
        : (type == typeof(int) ? "a whole number such as 1463" : "a number such as 12.5")
            + ": digits, without a zero in front, letters, _ or :, and of ordinary size";
}
