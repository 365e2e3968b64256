using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Estate.Domain.Devices;

/// <summary>A device of the estate, written <c>kind/name</c>; both are one MQTT topic level of <c>[a-z0-9-]</c>.</summary>
[JsonConverter(typeof(DeviceIdConverter))]
public readonly record struct DeviceId(string Kind, string Name)
{
    public const int MaxNameLength = 64;

    private static readonly SearchValues<char> LevelLetters = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789-");

    public override string ToString() => $"{Kind}/{Name}";

    public static bool IsValidLevel(ReadOnlySpan<char> level) =>
        level.Length is > 0 and <= MaxNameLength && !level.ContainsAnyExcept(LevelLetters);

    /// <exception cref="FormatException">Not <c>kind/name</c> of valid levels.</exception>
    public static DeviceId Parse(string text) =>
        TryParse(text, out var device) ? device : throw new FormatException($"'{text}' is not kind/name of [a-z0-9-]");

    public static bool TryParse(string text, out DeviceId device)
    {
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        var isOne = slash >= 0 && IsValidLevel(text.AsSpan(0, slash)) && IsValidLevel(text.AsSpan(slash + 1));
        device = isOne ? new(text[..slash], text[(slash + 1)..]) : default;
        return isOne;
    }
}

internal sealed class DeviceIdConverter : JsonConverter<DeviceId>
{
    public override DeviceId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        DeviceId.Parse(reader.GetString() ?? "");

    public override void Write(Utf8JsonWriter writer, DeviceId value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.ToString());
}
