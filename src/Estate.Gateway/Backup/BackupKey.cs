using System.Buffers.Binary;
using System.Security.Cryptography;
using Estate.Gateway.Configuration;

namespace Estate.Gateway.Backup;

/// <summary>
/// What closes an estate's backups, and how it stands on paper: four lines of four groups of four letters. Each line holds eight
/// bytes and a checksum, so that a slip of the pen is found in its line.
/// </summary>
internal sealed class BackupKey
{
    public const int Bytes = 32;

    /// <summary>On paper.</summary>
    internal const int Letters = Lines * LettersOfLine;

    /// <summary>Crockford's: no letter looks like another or like a digit.</summary>
    private const string Alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    private const int Lines = 4, BytesOfLine = Bytes / Lines, CheckBytes = 2, LettersOfLine = (BytesOfLine + CheckBytes) * 8 / 5, Group = 4;

    private readonly byte[] _bytes;

    public BackupKey(byte[] bytes) =>
        _bytes = bytes.Length == Bytes ? bytes
        : throw new ConfigurationException($"a backup key has {Bytes} bytes, this one {bytes.Length}: the file is damaged");

    /// <summary>Tells keys apart without telling them.</summary>
    public string Id => Convert.ToHexStringLower(Derive(8, [], "estate backup key id"u8));

    /// <summary>As it is printed, line by line.</summary>
    public IReadOnlyList<string> Sheet =>
        [.. Enumerable.Range(0, Lines).Select(line => string.Join(' ', Spell(line).Chunk(Group).Select(group => new string(group))))];

    /// <summary>As typed from paper: case, spaces, dashes, line ends and look-alikes do not matter.</summary>
    /// <exception cref="ConfigurationException">Says which line is not as it was printed.</exception>
    public static BackupKey Parse(string text)
    {
        var plain = string.Concat(
            text.ToUpperInvariant().Where(char.IsAsciiLetterOrDigit)
            .Select(letter => letter switch { 'O' => '0', 'I' or 'L' => '1', _ => letter }));
        if (plain.Length != Letters)
            throw new ConfigurationException($"恢复密钥应有 {Lines} 行、每行 {LettersOfLine} 个字母或数字，读到的是 {plain.Length} 个。 / The recovery key has "
                + $"{Lines} lines of {LettersOfLine} letters and digits; {plain.Length} were read.");
        var bytes = new byte[Bytes];
        var wrong = Enumerable.Range(0, Lines)
            .Where(line => !TryRead(line, plain.AsSpan(line * LettersOfLine, LettersOfLine), bytes.AsSpan(line * BytesOfLine, BytesOfLine)))
            .Select(line =>
                line + 1).ToList();
        return wrong.Count == 0 ? new(bytes) : throw new ConfigurationException($"恢复密钥第 {string.Join('、', wrong)} 行和打印的不一样，请对照纸上重新输入。 / "
            + $"Line {string.Join(", ", wrong)} of the recovery key is not as it was printed: compare it with the sheet letter by letter.");
    }

    /// <summary>A key of one file: two files never share one, so that no nonce is ever used twice.</summary>
    internal byte[] OfFile(byte[] salt, byte[] header) => Derive(Bytes, salt, header);

    internal byte[] ToBytes() => [.. _bytes];

    private byte[] Derive(int length, byte[] salt, ReadOnlySpan<byte> info)
    {
        var derived = new byte[length];
        HKDF.DeriveKey(HashAlgorithmName.SHA256, _bytes, derived, salt, info);
        return derived;
    }

    private string Spell(int line)
    {
        Span<byte> raw = stackalloc byte[BytesOfLine + CheckBytes];
        _bytes.AsSpan(line * BytesOfLine, BytesOfLine).CopyTo(raw);
        BinaryPrimitives.WriteUInt16BigEndian(raw[BytesOfLine..], Check(line, raw[..BytesOfLine]));
        var (letters, held, bits) = (new System.Text.StringBuilder(LettersOfLine), 0, 0);
        foreach (var one in raw)
            for ((held, bits) = (((held << 8) | one) & 0xFFFF, bits + 8); bits >= 5; bits -= 5)
                letters.Append(Alphabet[(held >> (bits - 5)) & 31]);
        return letters.ToString();
    }

    private static bool TryRead(int line, ReadOnlySpan<char> letters, Span<byte> bytes)
    {
        Span<byte> raw = stackalloc byte[BytesOfLine + CheckBytes];
        var (held, bits, at) = (0, 0, 0);
        foreach (var letter in letters)
        {
            if (Alphabet.IndexOf(letter, StringComparison.Ordinal) is var value && value < 0)
                return false;
            (held, bits) = (((held << 5) | value) & 0xFFFF, bits + 5);
            if (bits >= 8)
                raw[at++] = (byte)((held >> (bits -= 8)) & 0xFF);
        }
        raw[..BytesOfLine].CopyTo(bytes);
        return BinaryPrimitives.ReadUInt16BigEndian(raw[BytesOfLine..]) == Check(line, raw[..BytesOfLine]);
    }

    /// <summary>With the line's place, so that two lines cannot change places.</summary>
    private static ushort Check(int line, ReadOnlySpan<byte> bytes)
    {
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData([(byte)line, .. bytes], digest);
        return BinaryPrimitives.ReadUInt16BigEndian(digest);
    }
}
