using System.Text;

namespace Estate.Domain.Tests.Rules.Cel;

/// <summary>As much of the text form of protobuf as the public test cases use: names with texts, words, numbers and blocks.</summary>
internal sealed class TextProto(string text)
{
    private int _at;

    internal List<(string Name, object Value)> Read()
    {
        var fields = new List<(string, object)>();
        while (Skip() is not ('\0' or '}' or ']'))
        {
            var name = Peek() == '[' ? Until(']') : Word();
            if (Skip() == ':')
                _at++;
            if (Skip() == '[')
            {
                _at++;
                while (Skip() != ']')
                    fields.Add((name, Value()));
                _at++;
            }
            else
                fields.Add((name, Value()));
        }
        return fields;
    }

    private char Peek() => _at < text.Length ? text[_at] : '\0';

    private char Skip()
    {
        while (_at < text.Length)
            if (text[_at] == '#')
                _at = text.IndexOf('\n', _at);
            else if (char.IsWhiteSpace(text[_at]) || text[_at] is ';' or ',')
                _at++;
            else
                break;
        return Peek();
    }

    private object Value()
    {
        if (Skip() == '{')
        {
            _at++;
            var block = Read();
            Skip();
            _at++;
            return block;
        }
        if (Peek() is not ('"' or '\''))
            return Word();
        var bytes = new List<byte>();
        while (Skip() is '"' or '\'')
            Quoted(bytes);
        return bytes.ToArray();
    }

    private string Until(char end)
    {
        var start = _at;
        while (text[_at++] != end)
        {
        }
        return text[start.._at];
    }

    private string Word()
    {
        var start = _at;
        while (char.IsLetterOrDigit(Peek()) || Peek() is '_' or '.' or '-' or '+')
            _at++;
        return _at > start ? text[start.._at] : throw new FormatException($"'{Peek()}' at {_at}");
    }

    private void Quoted(List<byte> bytes)
    {
        var quote = text[_at++];
        while (text[_at] != quote)
        {
            if (text[_at] != '\\')
            {
                var length = char.IsHighSurrogate(text[_at]) ? 2 : 1;
                bytes.AddRange(Encoding.UTF8.GetBytes(text.Substring(_at, length)));
                _at += length;
                continue;
            }
            var letter = text[_at + 1];
            _at += 2;
            if (letter is 'x' or 'X')
                bytes.Add((byte)Number(2, 16));
            else if (letter is 'u' or 'U')
                bytes.AddRange(Encoding.UTF8.GetBytes(new Rune(Number(letter == 'u' ? 4 : 8, 16)).ToString()));
            else if (letter is >= '0' and <= '7')
            {
                _at--;
                bytes.Add((byte)Number(3, 8));
            }
            else
                bytes.Add((byte)("abfnrtv".IndexOf(letter, StringComparison.Ordinal) is var i and >= 0 ? "\a\b\f\n\r\t\v"[i] : letter));
        }
        _at++;
    }

    private int Number(int most, int radix)
    {
        var digits = text.AsSpan(_at, most).ToString()
            .TakeWhile(digit => radix == 16 ? char.IsAsciiHexDigit(digit) : digit is >= '0' and <= '7').Count();
        var number = Convert.ToInt32(text.Substring(_at, digits), radix);
        _at += digits;
        return number;
    }
}
