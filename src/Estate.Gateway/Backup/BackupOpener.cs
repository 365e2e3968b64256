using System.Formats.Tar;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json;
using Estate.Adapters.Storage;
using Estate.Domain.Credentials;
using Estate.Gateway.Configuration;

namespace Estate.Gateway.Backup;

/// <summary>A backup that was opened into a folder, and every file of it seen to be as it was written.</summary>
internal sealed class BackupOpener
{
    private readonly string _folder;

    private BackupOpener(string folder, BackupManifest manifest) => (_folder, Manifest) = (folder, manifest);

    internal BackupManifest Manifest { get; }

    internal DataFolder Data => new(Path.Combine(_folder, BackupContents.DataPrefix.TrimEnd('/')));
    internal string Estate => Path.Combine(_folder, BackupContents.EstatePrefix);

    /// <summary>What can be known without the key.</summary>
    internal static BackupHeader Peek(string path)
    {
        using var file = File.OpenRead(path);
        return BackupHeader.Read(file, path);
    }

    /// <param name="folder">Must not exist.</param>
    /// <exception cref="IOException">Wrong key, cut short, damaged: says which.</exception>
    internal static BackupOpener Open(string path, BackupKey key, string folder, CancellationToken stop)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 20);
        var header = BackupHeader.Read(file, path);
        if (header.Key != key.Id)
            throw new IOException($"{path} 是用另一把密钥（编号 {header.Key}）封存的，给出的密钥编号是 {key.Id}。请找印有编号 {header.Key} 的那张恢复单。什么都没有改动。 / {path} "
                + $"was closed with another key (number {header.Key}); the key given has number {key.Id}. Look for the recovery sheet "
                + $"with number {header.Key}. Nothing was changed.");
        Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        using var opened = new OpeningStream(file, header.KeyOfFile(key), path);
        try
        {
            var found = Unpack(opened, folder, stop);
            // Whatever a reader of the archive did not need: the end must be there.
            opened.CopyTo(Stream.Null);
            var manifest = found.Remove(BackupManifest.Name)
                ? JsonSerializer.Deserialize(
                    File.ReadAllBytes(Path.Combine(folder, BackupManifest.Name)), BackupJson.Default.BackupManifest)!
                : throw new InvalidDataException("it has no list of contents");
            if (manifest.Files.FirstOrDefault(one => !found.Remove(one.Name, out var digest) || digest != one.Sha256) is { } wrong)
                throw new InvalidDataException($"{wrong.Name} is not as it was written");
            return found.Count == 0 ? new(folder, manifest)
                : throw new InvalidDataException($"{found.Keys.First()} is not on its list of contents");
        }
        catch (Exception damage) when (damage is InvalidDataException or JsonException or EndOfStreamException)
        {
            throw new IOException($"{path} 的内容不对：{damage.Message}。什么都没有改动，请换一份备份。 / The contents of {path} are not what they should be: "
                + $"{damage.Message}. Nothing was changed; take another backup.", damage);
        }
    }

    /// <summary>The database as it would be used: its structure, the ledger, the audit, and the numbers noted when it was made.</summary>
    /// <returns>What is not in order; empty when all is well.</returns>
    internal IReadOnlyList<string> Check()
    {
        var database = EstateDatabase.OpenReadOnly(Data.Database);
        var verdict = DatabaseCheck.Run(database, Data.Find("audit.key") ?? new byte[CardHasher.KeyBytes], isThorough: true);
        var problems = verdict.Problems.ToList();
        if (verdict.Integrity is null && DatabaseFigures.Of(database) is var figures && figures != Manifest.Figures)
            problems.Add($"it holds {figures}, but {Manifest.Figures} was noted");
        return problems;
    }

    private static Dictionary<string, string> Unpack(Stream opened, string folder, CancellationToken stop)
    {
        var found = new Dictionary<string, string>();
        using var plain = new GZipStream(opened, CompressionMode.Decompress, leaveOpen: true);
        using var tar = new TarReader(plain, leaveOpen: true);
        while (tar.GetNextEntry() is { } entry)
        {
            stop.ThrowIfCancellationRequested();
            var path = Path.GetFullPath(Path.Combine(folder, entry.Name));
            if (entry.EntryType != TarEntryType.RegularFile
                || !path.StartsWith(folder + Path.DirectorySeparatorChar, StringComparison.Ordinal) || !found.TryAdd(entry.Name, ""))
                throw new InvalidDataException($"{entry.Name} has no place in a backup");
            Directory.CreateDirectory(
                Path.GetDirectoryName(path)!, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            found[entry.Name] = Save(entry, path);
        }
        return found;
    }

    private static string Save(TarEntry entry, string path)
    {
        using var file = new FileStream(
            path, new FileStreamOptions
            {
                Mode = FileMode.CreateNew,
                Access = FileAccess.Write,
                BufferSize = 0,
                UnixCreateMode = (entry.Mode & (UnixFileMode)0b111_111_111) | UnixFileMode.UserRead | UnixFileMode.UserWrite
            });
        using var digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[1 << 18];
        for (int read; (read = entry.DataStream?.Read(buffer) ?? 0) > 0;)
        {
            digest.AppendData(buffer, 0, read);
            file.Write(buffer, 0, read);
        }
        return Convert.ToHexStringLower(digest.GetHashAndReset());
    }
}
