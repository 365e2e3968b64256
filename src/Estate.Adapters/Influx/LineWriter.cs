using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace Estate.Adapters.Influx;

/// <summary>A line of line protocol on its way into bytes; whoever writes it knows how much room it needs.</summary>
internal ref struct LineWriter(Span<byte> room)
{
    /// <summary>Of a number, with what stands before and behind it.</summary>
    internal const int MostOfNumber = 32;

    private readonly Span<byte> _room = room;

    internal int Length { get; private set; }

    internal readonly ReadOnlySpan<byte> Written => _room[..Length];

    /// <summary>Of a text, with what stands before it, and escaped.</summary>
    internal static int MostOf(string text) => (text.Length * 3) + 2;

    internal void Append(byte one) => _room[Length++] = one;

    internal void Append(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(_room[Length..]);
        Length += bytes.Length;
    }

    /// <param name="special">Letters that get a backslash before them.</param>
    internal void Append(string text, SearchValues<char> special)
    {
        var written = text.AsSpan().ContainsAny(special) ? Escaped(text, special) : text;
        Length += Encoding.UTF8.GetBytes(written, _room[Length..]);
    }

    internal void Append(long number)
    {
        Utf8Formatter.TryFormat(number, _room[Length..], out var written);
        Length += written;
    }

    internal void Append(double number)
    {
        number.TryFormat(_room[Length..], out var written, "R", CultureInfo.InvariantCulture);
        Length += written;
    }

    private static string Escaped(string text, SearchValues<char> special)
    {
        var escaped = new StringBuilder(text.Length * 2);
        foreach (var letter in text)
        {
            // A line break would end the line; line protocol has no escape for it in names and tags.
            if (letter is '\n' or '\r')
                escaped.Append("\\ ");
            else
                escaped.Append(letter != '\\' && special.Contains(letter) ? "\\" : "").Append(letter);
        }
        // A backslash at the end would escape the separator that follows.
        return escaped.Append(text.EndsWith('\\') ? "_" : "").ToString();
    }
}
