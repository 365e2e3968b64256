using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Estate.Bench.Torture.Fuzz;

/// <summary>
/// Spoils a message where its structure is: a value becomes one that no device means, a member goes, comes twice or under another
/// name; now and then only bytes. The same chance, the same messages.
/// </summary>
/// <param name="words">Of the protocol, for members' names and texts.</param>
internal sealed class Mutator(Random random, IReadOnlyList<byte[]> words)
{
    /// <summary>Beyond the protocol's own 64 KiB.</summary>
    private const int Long = 70_000;

    private static readonly byte[][] Values =
    [
        .. new[]
        {
"0", "-0.0", "-1", "1", "0.5", "1e308", "-1e308", "1e999", "-1e999", "5e-324", "NaN", "Infinity", "\"NaN\"", "\"Infinity\"",
            "\"-Infinity\"", "127", "128", "255", "256", "65535", "2147483647", "2147483648", "-2147483648", "9007199254740991",
            "9007199254740992", "9007199254740993", "9223372036854775807", "9223372036854775808", "-9223372036854775808",
            "18446744073709551615", "1e19", "00", "1.", ".5", "0x1F", "1_000", "253402300799999", "253402300800000", "-62135596800000",
            "-62135596800001", "8640000000000001", "null", "true", "false", "{}", "[]", "[null]", "{\"a\":1,\"a\":2}", "\"\"", "\" \"",
            "\"\\u0000\"", "\"\\ud800\"", "\"\\udc00x\"", "\"\\uffff\"", "\"\\u202e\"", "\"\u0001\"", "\"中文卡\"", "\"😀😀😀\"",
            "\"../../etc/passwd\"", "\"{0}%s%n\"", "\"'; DROP TABLE fact; --\"", "\"<script>alert(1)</script>\"", "\"estate/#\"",
            "\"1e999\"", "\"0001-01-01T00:00:00Z\"", "\"9999-12-31T23:59:59.999999999Z\"", "\"2026-02-30\"", "\"23:59:60\"", "\"====\"",
            "\"AA==\"",
        }.Select(Encoding.UTF8.GetBytes),
        // Half a letter.
        [(byte)'"', 0xE4, 0xB8, (byte)'"'],
        [(byte)'"', 0xC0, 0x80, (byte)'"'],
        Encoding.ASCII.GetBytes($"\"{new string('a', 300)}\""),
        Encoding.ASCII.GetBytes($"\"{new string('a', 5_000)}\""),
        Encoding.ASCII.GetBytes(new string('9', 400)),
        Encoding.ASCII.GetBytes("0." + new string('0', 400) + "1"),
        Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("[", 14)) + string.Concat(Enumerable.Repeat("]", 14))),
        Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("{\"a\":", 70)) + "1" + new string('}', 70)),
    ];

    /// <param name="other">Another message, to take a part from.</param>
    internal byte[] Mutate(byte[] message, byte[] other)
    {
        var spoilt = message;
        for (var rounds = 1 + (random.Next(3) == 0 ? random.Next(3) : 0); rounds > 0; rounds--)
            spoilt = random.Next(5) > 0 && JsonSpans.Of(spoilt) is { Count: > 0 } spans
                ? Structure(spoilt, spans, other)
                : Bytes(spoilt);
        return spoilt;
    }

    internal byte[] Value() => Values[random.Next(Values.Length)];

    private byte[] Structure(byte[] message, List<JsonSpan> spans, byte[] other)
    {
        var one = spans[random.Next(spans.Count)];
        return random.Next(12) switch
        {
            0 or 1 or 2 or 3 => Put(Value()),
            4 when JsonSpans.Of(other) is { Count: > 0 } parts && parts[random.Next(parts.Count)] is var part =>
                Put(other[part.Start..part.End]),
            5 => Without(message, one),
            6 => JsonSpans.Replace(message, one.End, one.End, [(byte)',', .. message.AsSpan(one.From, one.End - one.From)]),
            7 => one.Name is null ? message : JsonSpans.Replace(message, one.From, one.Start, [(byte)'"', .. Word(), .. "\":"u8]),
            8 => Put([(byte)'"', .. Word(), (byte)'"']),
            9 => Put(Number(message.AsSpan(one.Start, one.End - one.Start))),
            10 => Put(Radio(message, one)),
            _ => Put([.. "["u8, .. message.AsSpan(one.Start, one.End - one.Start), .. "]"u8]),
        };

        byte[] Put(byte[] value) => JsonSpans.Replace(message, one.Start, one.End, value);
    }

    private static byte[] Without(byte[] message, JsonSpan one)
    {
        var (from, end) = (one.From, one.End);
        if (end < message.Length && message[end] == ',')
            end++;
        else if (from > 0 && message[from - 1] == ',')
            from--;
        return JsonSpans.Replace(message, from, end, []);
    }

    private byte[] Word() => words.Count == 0 ? "x"u8.ToArray() : words[random.Next(words.Count)];

    /// <summary>One near it; something else where it was none.</summary>
    private byte[] Number(ReadOnlySpan<byte> from) => Utf8Parser.TryParse(from, out double number, out var read) && read == from.Length
        ? Encoding.ASCII.GetBytes(random.Next(5) switch
        {
            0 => (number + 1).ToString("R", CultureInfo.InvariantCulture),
            1 => (number - 1).ToString("R", CultureInfo.InvariantCulture),
            2 => (-number).ToString("R", CultureInfo.InvariantCulture),
            3 => (number * random.Next(1_000_000)).ToString("R", CultureInfo.InvariantCulture),
            _ => (number * random.NextDouble()).ToString("R", CultureInfo.InvariantCulture),
        })
        : Value();

    /// <summary>Bytes that travel as base64 are spoilt as bytes.</summary>
    private byte[] Radio(byte[] message, JsonSpan one)
    {
        var text = message.AsSpan(one.Start, one.End - one.Start);
        var bytes = new byte[text.Length];
        return one.Type == JsonTokenType.String
            && Base64.DecodeFromUtf8(text[1..^1], bytes, out _, out var written) == OperationStatus.Done && written > 0
            ? [(byte)'"', .. Encoding.ASCII.GetBytes(Convert.ToBase64String(Bytes(bytes[..written]))), (byte)'"']
            : Value();
    }

    private byte[] Bytes(byte[] message)
    {
        var at = random.Next(message.Length + 1);
        switch (random.Next(message.Length == 0 ? 1 : 8))
        {
            case 0:
                var noise = new byte[random.Next(64)];
                random.NextBytes(noise);
                return JsonSpans.Replace(message, at, at, noise);
            case 1 or 2 or 3:
                var flipped = message.ToArray();
                flipped[at % flipped.Length] ^= (byte)(1 << random.Next(8));
                return flipped;
            case 4:
                return message[..at];
            case 5:
                return JsonSpans.Replace(message, at, Math.Min(message.Length, at + random.Next(16)), []);
            case 6:
                return JsonSpans.Replace(message, at, at, message.AsSpan(at, random.Next(message.Length - at + 1)));
            default:
                // Seldom: they cost what a thousand others do.
                return random.Next(200) == 0 ? [.. message, .. new byte[Long]] : message[at..];
        }
    }
}
