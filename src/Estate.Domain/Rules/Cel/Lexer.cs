using System.Buffers;
using System.Globalization;
using Estate.Domain.Devices;

namespace Estate.Domain.Rules.Cel;

/// <param name="Text">The name or symbol, as written.</param>
internal readonly record struct Token(TokenKind Kind, int At, int End, string Text, CelValue Value = default);

/// <summary>Cuts an expression into words. Throws <see cref="CelException"/> at what is none.</summary>
internal sealed class Lexer(string source)
{
    private static readonly string[] Symbols = ["&&", "||", "==", "!=", "<=", ">="];
    private static readonly SearchValues<char> Single = SearchValues.Create("+-*/%!<>?:.,()[]{}");

    private int _at;

    internal List<Token> Read()
    {
        var tokens = new List<Token>();
        while (true)
        {
            SkipSpace();
            tokens.Add(Next());
            if (tokens[^1].Kind == TokenKind.End)
                return tokens;
        }
    }

    private char Peek(int ahead = 0) => _at + ahead < source.Length ? source[_at + ahead] : '\0';

    private void SkipSpace()
    {
        while (_at < source.Length)
            if (source[_at] is ' ' or '\t' or '\n' or '\r' or '\f')
                _at++;
            else if (Peek() == '/' && Peek(1) == '/')
                _at = source.IndexOf('\n', _at) is var end and >= 0 ? end : source.Length;
            else
                return;
    }

    private Token Next()
    {
        var start = _at;
        if (_at == source.Length)
            return new(TokenKind.End, start, start, "end of the expression");
        if (char.IsAsciiDigit(Peek()) || (Peek() == '.' && char.IsAsciiDigit(Peek(1))))
            return Number(start);
        if (QuoteAfterPrefix() is { } prefix)
        {
            var value = new QuotedText(source, start, prefix).Read(out _at);
            return new(TokenKind.Text, start, _at, "", value);
        }
        if (char.IsAsciiLetter(Peek()) || Peek() == '_')
        {
            while (char.IsAsciiLetterOrDigit(Peek()) || Peek() == '_')
                _at++;
            return new(TokenKind.Name, start, _at, source[start.._at]);
        }
        foreach (var symbol in Symbols)
            if (source.AsSpan(_at).StartsWith(symbol))
                return new(TokenKind.Symbol, start, _at += 2, symbol);
        if (Single.Contains(Peek()))
            return new(TokenKind.Symbol, start, ++_at, source[start].ToString());
        throw Error(start, $"'{source[start]}' means nothing here");
    }

    /// <summary>How many letters stand before the quote of a text; null where no text begins.</summary>
    private int? QuoteAfterPrefix()
    {
        for (var letters = 0; letters <= 2; letters++)
            if (Peek(letters) is '\'' or '"')
                return letters;
            else if (Peek(letters) is not ('r' or 'R' or 'b' or 'B'))
                return null;
        return null;
    }

    private Token Number(int start)
    {
        if (Peek() == '0' && Peek(1) is 'x' or 'X')
        {
            _at += 2;
            while (char.IsAsciiHexDigit(Peek()))
                _at++;
            return Whole(start, source[(start + 2).._at], NumberStyles.AllowHexSpecifier);
        }
        var isDouble = false;
        while (char.IsAsciiDigit(Peek()))
            _at++;
        if (Peek() == '.' && char.IsAsciiDigit(Peek(1)))
        {
            isDouble = true;
            _at++;
            while (char.IsAsciiDigit(Peek()))
                _at++;
        }
        if (Peek() is 'e' or 'E' && (char.IsAsciiDigit(Peek(1)) || (Peek(1) is '+' or '-' && char.IsAsciiDigit(Peek(2)))))
        {
            isDouble = true;
            _at += 2;
            while (char.IsAsciiDigit(Peek()))
                _at++;
        }
        if (!isDouble)
            return Whole(start, source[start.._at], NumberStyles.None);
        return FiniteNumber.TryParse(source.AsSpan(start, _at - start), out var number)
            ? new(TokenKind.Number, start, _at, source[start.._at], CelValue.Of(number))
            : throw Error(start, "this number is too large for double");
    }

    private Token Whole(int start, string digits, NumberStyles style)
    {
        if (Peek() is 'u' or 'U')
        {
            _at++;
            return ulong.TryParse(digits, style, CultureInfo.InvariantCulture, out var positive)
                ? new(TokenKind.Number, start, _at, source[start.._at], CelValue.Of(positive))
                : throw Error(start, "this number is too large for uint");
        }
        // One more than the largest is possible behind a minus; the parser looks.
        return ulong.TryParse(digits, style, CultureInfo.InvariantCulture, out var value) && value <= 1UL << 63
            ? new(TokenKind.Number, start, _at, source[start.._at], CelValue.Of(unchecked((long)value)))
            : throw Error(start, "this number is too large for int");
    }

    private CelException Error(int at, string message) => new([CelError.At(source, at, message)]);
}
