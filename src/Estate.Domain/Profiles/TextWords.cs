using System.Text;
using System.Text.Json;
using Estate.Domain.Devices;
using Estate.Domain.Rules.Cel;

namespace Estate.Domain.Profiles;

/// <summary>The texts that stand in a profile's expressions: a device's word that is one of them is no new text.</summary>
internal sealed class TextWords
{
    internal static readonly CelValue NoNumber = CelValue.Error($"not {FiniteNumber.Expected}");
    internal static readonly CelValue NoText = CelValue.Error("a text that is no Unicode");
    internal static readonly CelValue Nothing = CelValue.Of((IReadOnlyList<CelValue>)[]);

    private readonly List<(byte[] Bytes, CelValue Value)> _words = [];

    internal void Add(string word)
    {
        if (!_words.Exists(one => one.Value.AsText == word))
            _words.Add((Encoding.UTF8.GetBytes(word), CelValue.Of(word)));
    }

    /// <summary>Half a letter, written as an escape, equals nothing; the reader throws at it.</summary>
    internal static bool Is(ref Utf8JsonReader reader, byte[] word)
    {
        try
        {
            return reader.ValueTextEquals(word);
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    internal CelValue Of(ref Utf8JsonReader reader)
    {
        foreach (var (bytes, value) in _words)
            if (Is(ref reader, bytes))
                return value;
        try
        {
            return CelValue.Of(reader.GetString()!);
        }
        catch (InvalidOperationException)
        {
            return NoText;
        }
    }

    internal CelValue Of(ReadOnlySpan<byte> text)
    {
        foreach (var (bytes, value) in _words)
            if (text.SequenceEqual(bytes))
                return value;
        return CelValue.Of(Encoding.UTF8.GetString(text));
    }
}
