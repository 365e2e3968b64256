using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Estate.Adapters.Storage;

namespace Estate.Gateway.Backup;

/// <summary>
/// What may be known of a backup without its key, one line of JSON at its beginning. It goes into the key of the file: who changes
/// a letter of it makes the rest unreadable.
/// </summary>
/// <param name="Made">ISO 8601, UTC.</param>
/// <param name="Key">Which key opens it.</param>
/// <param name="Bytes">How much room it needs once it is open.</param>
internal sealed record BackupHeader(string Site, string Made, int Schema, string Program, string Key, string Salt, long Bytes)
{
    private const string Magic = "estate-backup 1\n";
    private const int Longest = 4096;

    /// <summary>The line as it stood in the file: a later program may write others, and must still open this one.</summary>
    [JsonIgnore]
    public byte[]? AsRead { get; init; }

    internal static string NewSalt() => Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));

    internal void Write(Stream file)
    {
        file.Write(Encoding.ASCII.GetBytes(Magic));
        file.Write(Line());
    }

    /// <exception cref="IOException">The file does not begin like a backup.</exception>
    internal static BackupHeader Read(Stream file, string name)
    {
        var magic = new byte[Magic.Length];
        if (file.ReadAtLeast(magic, magic.Length, throwOnEndOfStream: false) < magic.Length || Encoding.ASCII.GetString(magic) != Magic)
            throw new IOException($"{name} 不是本系统的备份，或者只剩开头一点。什么都没有改动。 / {name} is not a backup of this program, or not even its "
                + "beginning. Nothing was changed.");
        var line = new List<byte>();
        for (var next = file.ReadByte(); next != '\n'; next = file.ReadByte())
            if (next < 0 || line.Count == Longest)
                throw new IOException($"{name} 不完整。什么都没有改动。 / {name} is cut short within its first lines. Nothing was changed.");
            else
                line.Add((byte)next);
        try
        {
            var header = JsonSerializer.Deserialize([.. line], BackupJson.Default.BackupHeader) ?? throw new JsonException("nothing");
            return header with { AsRead = [.. line, (byte)'\n'] };
        }
        catch (JsonException damage)
        {
            throw new IOException($"{name} 的开头已损坏。什么都没有改动。 / The first lines of {name} are damaged. Nothing was changed.", damage);
        }
    }

    /// <exception cref="IOException">A newer program made it.</exception>
    internal void RefuseNewer(string name)
    {
        if (Schema > EstateDatabase.NewestSchema)
            throw new IOException($"{name} 是更新版本的程序（{Program}）做的备份。请先安装那个版本。什么都没有改动。 / {name} was made by a newer program ({Program}, "
                + $"schema {Schema}; this one knows {EstateDatabase.NewestSchema}). Install that version first, then restore again. "
                + "Nothing was changed.");
    }

    internal byte[] KeyOfFile(BackupKey key) => key.OfFile(Encoding.UTF8.GetBytes(Salt), AsRead ?? Line());

    private byte[] Line() => [.. JsonSerializer.SerializeToUtf8Bytes(this, BackupJson.Default.BackupHeader), (byte)'\n'];
}
