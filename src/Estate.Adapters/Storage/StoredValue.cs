using System.Text;

namespace Estate.Adapters.Storage;

/// <summary>A value of a column: a whole number, a text, bytes, or none.</summary>
internal readonly struct StoredValue
{
    private const int MaxOnStack = 512, BytesOfALetter = 3;

    private readonly Kind _kind;
    private readonly long _number;
    private readonly string? _text;
    private readonly ReadOnlyMemory<byte> _bytes;

    private StoredValue(Kind kind, long number = 0, string? text = null, ReadOnlyMemory<byte> bytes = default) =>
        (_kind, _number, _text, _bytes) = (kind, number, text, bytes);

    private enum Kind
    {
        None,
        Number,
        Text,
        Utf8,
        Bytes,
    }

    public static implicit operator StoredValue(long number) => new(Kind.Number, number);

    public static implicit operator StoredValue(long? number) => number is { } known ? new(Kind.Number, known) : default;

    public static implicit operator StoredValue(string? text) => text is null ? default : new(Kind.Text, text: text);

    public static implicit operator StoredValue(byte[]? bytes) => bytes is null ? default : new(Kind.Bytes, bytes: bytes);

    /// <summary>A text that is encoded already; it must stay as it is until the statement has run.</summary>
    internal static StoredValue Utf8(ReadOnlyMemory<byte> text) => new(Kind.Utf8, bytes: text);

    /// <param name="statement">Its address.</param>
    /// <returns>SQLite's result code.</returns>
    internal int Bind(nint statement, int place) => _kind switch
    {
        Kind.None => SqliteCalls.BindNull(statement, place),
        Kind.Number => SqliteCalls.BindNumber(statement, place, _number),
        Kind.Text => BindText(statement, place, _text!),
        Kind.Utf8 => SqliteCalls.BindText(statement, place, _bytes.Span),
        _ => SqliteCalls.BindBytes(statement, place, _bytes.Span),
    };

    private static int BindText(nint statement, int place, string text)
    {
        if (text.Length > MaxOnStack)
            return SqliteCalls.BindText(statement, place, Encoding.UTF8.GetBytes(text));
        Span<byte> bytes = stackalloc byte[MaxOnStack * BytesOfALetter];
        return SqliteCalls.BindText(statement, place, bytes[..Encoding.UTF8.GetBytes(text, bytes)]);
    }
}
