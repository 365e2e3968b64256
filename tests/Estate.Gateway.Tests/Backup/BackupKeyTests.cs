using System.Security.Cryptography;
using Estate.Gateway.Backup;
using Estate.Gateway.Configuration;
using Xunit;

namespace Estate.Gateway.Tests.Backup;

/// <summary>A key that people write down, and type again years later.</summary>
public sealed class BackupKeyTests
{
    private static readonly BackupKey Key = new([.. Enumerable.Range(0, BackupKey.Bytes).Select(i => unchecked((byte)(i * 37)))]);

    [Fact]
    public void A_printed_key_is_read_back_however_it_is_typed()
    {
        foreach (var key in Enumerable.Range(0, 50).Select(_ => new BackupKey(RandomNumberGenerator.GetBytes(BackupKey.Bytes))))
        {
            Assert.Equal(4, key.Sheet.Count);
            Assert.All(key.Sheet, line => Assert.Matches("^([0-9A-HJKMNP-TV-Z]{4} ){3}[0-9A-HJKMNP-TV-Z]{4}$", line));
            Assert.Equal(key.ToBytes(), BackupKey.Parse(string.Join('\n', key.Sheet)).ToBytes());
            var sloppy = string.Join("- ", key.Sheet).ToLowerInvariant().Replace('0', 'o').Replace('1', 'l');
            Assert.Equal(key.ToBytes(), BackupKey.Parse(sloppy).ToBytes());
        }
    }

    [Fact]
    public void A_wrong_letter_is_detected_and_its_line_is_named()
    {
        var sheet = string.Concat(Key.Sheet).Replace(" ", "", StringComparison.Ordinal);
        for (var i = 0; i < sheet.Length; i++)
        {
            var typed = sheet.ToCharArray();
            typed[i] = typed[i] == 'Z' ? 'Y' : 'Z';
            var mistake = Assert.Throws<ConfigurationException>(() => BackupKey.Parse(new(typed)));
            Assert.Contains($"Line {(i / 16) + 1} of the recovery key", mistake.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Swapped_lines_and_missing_letters_are_detected()
    {
        var lines = Key.Sheet.ToList();
        (lines[0], lines[2]) = (lines[2], lines[0]);
        Assert.Contains(
            "Line 1, 3", Assert.Throws<ConfigurationException>(() => BackupKey.Parse(string.Concat(lines))).Message,
            StringComparison.Ordinal);
        Assert.Contains(
            "63 were read", Assert.Throws<ConfigurationException>(() => BackupKey.Parse(string.Concat(Key.Sheet)[..^1])).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void The_key_number_distinguishes_keys_without_revealing_them()
    {
        var other = new BackupKey(RandomNumberGenerator.GetBytes(BackupKey.Bytes));
        Assert.NotEqual(Key.Id, other.Id);
        Assert.DoesNotContain(Key.Id, Convert.ToHexStringLower(Key.ToBytes()), StringComparison.Ordinal);
    }
}
