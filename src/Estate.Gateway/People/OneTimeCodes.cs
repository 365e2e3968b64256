using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Estate.Gateway.People;

/// <summary>Codes people read from paper and type once.</summary>
internal static class OneTimeCodes
{
    /// <summary>Crockford's: no letter looks like another or like a digit. 50 bits.</summary>
    private const string Alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    private const int Length = 10;

    internal static string Make() => RandomNumberGenerator.GetString(Alphabet, Length).Insert(Length / 2, "-");

    /// <summary>One that nobody without the key can foretell.</summary>
    internal static uint NumberOf(byte[] key, string text) =>
        BinaryPrimitives.ReadUInt32BigEndian(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes("number/" + text)));

    /// <summary>As typed: case, dashes, spaces and look-alikes do not matter.</summary>
    internal static string Hash(byte[] key, string code)
    {
        var plain = code.ToUpperInvariant().Where(char.IsAsciiLetterOrDigit)
            .Select(letter => letter switch { 'O' => '0', 'I' or 'L' => '1', _ => letter });
        return Convert.ToHexStringLower(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes([.. plain])));
    }
}
