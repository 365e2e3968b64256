using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Estate.Domain.Credentials;

/// <summary>
/// HMAC-SHA256 of a card number under the estate's key, cut to 128 bits. Spaces, colons and dashes that readers put
/// between digits do not count, nor does the case of letters.
/// </summary>
public sealed class CardHasher
{
    public const int KeyBytes = 32;
    public const int MaxCardLength = 64;

    private readonly byte[] _key;

    /// <param name="key">The site key for this purpose; 32 bytes.</param>
    public CardHasher(byte[] key)
    {
        if (key.Length != KeyBytes)
            throw new ArgumentException($"a card key has {KeyBytes} bytes, not {key.Length}");
        _key = key;
    }

    /// <summary>False unless the card is 4 to 64 letters and digits once separators are gone.</summary>
    public bool TryHash(string card, out CardToken token)
    {
        token = default;
        if (card.Length > MaxCardLength)
            return false;
        Span<byte> plain = stackalloc byte[MaxCardLength];
        var length = 0;
        foreach (var letter in card)
        {
            if (letter is ' ' or ':' or '-')
                continue;
            if (!char.IsAsciiLetterOrDigit(letter))
                return false;
            plain[length++] = (byte)char.ToUpperInvariant(letter);
        }
        if (length < 4)
            return false;
        Span<byte> mac = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(_key, plain[..length], mac);
        plain.Clear();
        token = new CardToken(Convert.ToHexStringLower(mac[..16]));
        return true;
    }

    /// <summary>Reads a card number off the wire straight into a token: no object ever holds the number.</summary>
    public JsonConverter<CardToken> WireConverter() => new HashingConverter(this);

    private sealed class HashingConverter(CardHasher hasher) : JsonConverter<CardToken>
    {
        public override CardToken Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            reader.TokenType == JsonTokenType.String && hasher.TryHash(reader.GetString()!, out var token)
                ? token
                : throw new JsonException("a card is a string of 4 to 64 letters and digits");

        public override void Write(Utf8JsonWriter writer, CardToken value, JsonSerializerOptions options) =>
            throw new NotSupportedException("cards are read from the wire, never sent");
    }
}
