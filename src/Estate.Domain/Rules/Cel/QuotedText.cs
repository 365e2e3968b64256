using System.Globalization;
using System.Text;

namespace Estate.Domain.Rules.Cel;

/// <summary>A text or bytes between quotes, single or triple, raw or with escapes.</summary>
internal sealed class QuotedText(string source, int start, int prefix)
{
    private const string Plain = "abfnrtv\\?\"'`";
    private const string Meant = "\a\b\f\n\r\t\v\\?\"'`";

    private readonly bool _isRaw = source.AsSpan(start, prefix).IndexOfAny('r', 'R') >= 0;
    private readonly bool _isBytes = source.AsSpan(start, prefix).IndexOfAny('b', 'B') >= 0;
    private readonly List<byte> _bytes = [];
    private int _at = start + prefix;

    internal CelValue Read(out int end)
    {
        var quote = source.AsSpan(_at).StartsWith("'''") || source.AsSpan(_at).StartsWith("\"\"\"") ? source.Substring(_at, 3)
            : source[_at].ToString();
        _at += quote.Length;
        while (!source.AsSpan(Math.Min(_at, source.Length)).StartsWith(quote, StringComparison.Ordinal))
        {
            if (_at >= source.Length || (quote.Length == 1 && source[_at] is '\n' or '\r'))
                throw Error(start, $"the text that begins here has no closing {quote}");
            if (source[_at] == '\\' && !_isRaw)
                Escape();
            else
                ReadCharacter();
        }
        end = _at + quote.Length;
        return _isBytes ? CelValue.Of(_bytes.ToArray()) : CelValue.Of(Encoding.UTF8.GetString([.. _bytes]));
    }

    private void ReadCharacter()
    {
        // In a raw text a backslash keeps the quote behind it from closing.
        var length = char.IsHighSurrogate(source[_at]) && _at + 1 < source.Length ? 2 : 1;
        _bytes.AddRange(Encoding.UTF8.GetBytes(source.Substring(_at, length)));
        _at += length;
    }

    private void Escape()
    {
        var letter = _at + 1 < source.Length ? source[_at + 1] : '\0';
        _at += 2;
        switch (letter)
        {
            case 'x' or 'X':
                Code(2, NumberStyles.AllowHexSpecifier);
                break;
            case 'u' when !_isBytes:
                Code(4, NumberStyles.AllowHexSpecifier);
                break;
            case 'U' when !_isBytes:
                Code(8, NumberStyles.AllowHexSpecifier);
                break;
            case >= '0' and <= '3':
                _at--;
                Octal();
                break;
            default:
                if (Plain.IndexOf(letter, StringComparison.Ordinal) is not (var index and >= 0))
                    throw Error(_at - 2, $"'\\{letter}' is no escape; a backslash itself is written \\\\, or use r'...'");
                _bytes.Add((byte)Meant[index]);
                break;
        }
    }

    private void Code(int digits, NumberStyles style)
    {
        if (_at + digits > source.Length || !int.TryParse(source.AsSpan(_at, digits), style, CultureInfo.InvariantCulture, out var code))
            throw Error(_at - 2, $"{digits} hexadecimal digits belong here");
        _at += digits;
        Add(code);
    }

    private void Octal()
    {
        var code = 0;
        for (var i = 0; i < 3; i++, _at++)
            code = _at < source.Length && source[_at] is >= '0' and <= '7' ? (code * 8) + source[_at] - '0'
                : throw Error(_at, "three octal digits belong here");
        Add(code);
    }

    private void Add(int code)
    {
        if (_isBytes)
            _bytes.Add((byte)code);
        else if (Rune.IsValid(code))
            _bytes.AddRange(Encoding.UTF8.GetBytes(new Rune(code).ToString()));
        else
            throw Error(_at, "there is no such letter");
    }

    private CelException Error(int at, string message) => new([CelError.At(source, at, message)]);
}
