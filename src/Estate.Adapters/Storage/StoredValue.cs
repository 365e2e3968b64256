using System.Text;
using SQLitePCL;

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

    /// <returns>SQLite's result code.</returns>
    internal int Bind(sqlite3_stmt statement, int place) => _kind switch
    {
        Kind.None => raw.sqlite3_bind_null(statement, place),
        Kind.Number => raw.sqlite3_bind_int64(statement, place, _number),
        Kind.Text => BindText(statement, place, _text!),
        // Nothing to point at would be taken for no value.
        Kind.Utf8 => _bytes.IsEmpty ? raw.sqlite3_bind_text(statement, place, "")
            : raw.sqlite3_bind_text(statement, place, _bytes.Span),
        _ => _bytes.IsEmpty ? raw.sqlite3_bind_zeroblob(statement, place, 0) : raw.sqlite3_bind_blob(statement, place, _bytes.Span),
    };

    private static int BindText(sqlite3_stmt statement, int place, string text)
    {
        if (text.Length == 0)
            return raw.sqlite3_bind_text(statement, place, "");
        if (text.Length > MaxOnStack)
            return raw.sqlite3_bind_text(statement, place, Encoding.UTF8.GetBytes(text));
        Span<byte> bytes = stackalloc byte[MaxOnStack * BytesOfALetter];
        return raw.sqlite3_bind_text(statement, place, bytes[..Encoding.UTF8.GetBytes(text, bytes)]);
    }
}
