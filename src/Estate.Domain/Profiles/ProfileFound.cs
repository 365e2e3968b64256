using System.Text.Json;
using Estate.Domain.Rules.Cel;

namespace Estate.Domain.Profiles;

/// <summary>How devices of a profile announce themselves on the broker: on which topic, and what is read of it.</summary>
public sealed class ProfileFound
{
    /// <summary>Devices that one message may announce.</summary>
    private const int MaxElements = 1_000;

    private readonly ProfileMessage _message;
    private readonly (CelProgram? Device, CelProgram? Product) _says;
    private readonly bool _isList;

    internal ProfileFound(FoundSource source, ProfileMessage message, CelProgram? device, CelProgram? product) =>
        (Topic, _message, _says, _isList) = (source.Topic.Text, message, (device, product), source.IsList);

    /// <summary>A filter of MQTT.</summary>
    public string Topic { get; }

    /// <summary>The devices that an announcement names; none where it is no announcement.</summary>
    public IReadOnlyList<FoundReading> Read(ReadOnlySpan<byte> announcement)
    {
        var found = new List<FoundReading>();
        try
        {
            if (!_isList)
                Add(announcement, found);
            else
                AddAll(announcement, found);
        }
        catch (JsonException)
        {
            // What was read before stands.
        }
        return found;
    }

    private void AddAll(ReadOnlySpan<byte> list, List<FoundReading> found)
    {
        var reader = new Utf8JsonReader(list);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartArray)
            return;
        for (var i = 0; i < MaxElements && reader.Read() && reader.TokenType != JsonTokenType.EndArray; i++)
        {
            var start = (int)reader.TokenStartIndex;
            reader.Skip();
            Add(list[start..(int)reader.BytesConsumed], found);
        }
    }

    private void Add(ReadOnlySpan<byte> announcement, List<FoundReading> found)
    {
        try
        {
            var frame = _message.FrameOf(announcement);
            if (TextOf(_says.Device, frame) is { } device)
                found.Add(new(device, TextOf(_says.Product, frame), _message.When?.Test(frame.Cel) is null or CelTruth.True));
        }
        catch (FormatException)
        {
            // Not an object, or too much to evaluate: it announces nothing.
        }
    }

    private static string? TextOf(CelProgram? program, ProfileFrame frame) =>
        program?.Evaluate(frame.Cel) is { Kind: CelKind.String } text && text.AsText.Length is > 0 and <= FoundReading.Longest
            ? text.AsText : null;
}

/// <summary>A device that announced itself: its level on the broker, what it says it is, whether the profile is for such devices.</summary>
public sealed record FoundReading(string Device, string? Product, bool Fits)
{
    /// <summary>Letters of what it says; a longer text is none.</summary>
    public const int Longest = 100;
}
