using System.Formats.Tar;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json;
using Estate.Adapters.Storage;
using Estate.Gateway.Configuration;
using NodaTime;
using NodaTime.Text;

namespace Estate.Gateway.Backup;

/// <summary>
/// A backup that was written and restored for a trial; <paramref name="Problem"/> is what is not in order in the estate itself, of which it
/// is a true copy.
/// </summary>
internal sealed record BackupVerdict(string File, long Bytes, DatabaseFigures Figures, string? Problem);

/// <summary>
/// Makes a backup beside a running gateway: (1) a copy of one instant of the database, (2) everything into one sealed file, (3) that file
/// opened again and
/// restored into a folder of its own, and only what was seen whole there (4) gets its name.
/// </summary>
internal sealed class BackupMaker(DataFolder folder, EstateModel model, TimeProvider time)
{
    internal const string WorkFolder = ".backup";
    internal const string LockFile = ".backup.lock";

    /// <summary>When it was made, in the names of files and folders.</summary>
    internal static readonly LocalDateTimePattern Stamp = LocalDateTimePattern.CreateWithInvariantCulture("uuuu-MM-dd'T'HHmmss");
    internal const string Extension = ".backup";
    private const string Half = ".part";

    internal static string Program { get; } = typeof(BackupMaker).Assembly.GetName().Version?.ToString(3) ?? "";

    /// <param name="target">A file, or a folder that is there.</param>
    /// <param name="keep">How many of this estate stay in the folder; null for all.</param>
    /// <exception cref="IOException">There is no backup; says why. What was there stays.</exception>
    internal BackupVerdict Make(string target, int? keep, CancellationToken stop)
    {
        var now = Instant.FromDateTimeOffset(time.GetUtcNow());
        var (file, work) = (FileFor(target, now), Path.Combine(folder.Root, WorkFolder));
        if (File.Exists(file))
            throw new IOException($"{file} 已经存在，不会覆盖。 / {file} is there already and is not written over.");
        using var only = Alone();
        try
        {
            var verdict = MakeIn(work, file, now, stop);
            // Once nothing of it lies about any more: who reads of it may make the next.
            BackupRecords.Write(folder, now, verdict, verdict.Problem);
            // Older ones may be the last that were in order.
            if (verdict.Problem is null && keep is { } kept)
                Prune(Path.GetDirectoryName(file)!, kept);
            return verdict;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            if (File.Exists(file + Half))
                File.Delete(file + Half);
            BackupRecords.TryWriteFailure(folder, now, failure.Message);
            throw failure as IOException ?? new IOException($"{failure.Message} (备份没有做成 / there is no backup)", failure);
        }
    }

    private BackupVerdict MakeIn(string work, string file, Instant now, CancellationToken stop)
    {
        try
        {
            Clean(work);
            return Make(file, work, now, stop);
        }
        finally
        {
            if (Directory.Exists(work))
                Directory.Delete(work, recursive: true);
        }
    }

    private BackupVerdict Make(string file, string work, Instant now, CancellationToken stop)
    {
        var snapshot = Path.Combine(work, "estate.db");
        Room(folder.Root, new FileInfo(folder.Database).Length);
        DatabaseSnapshot.Write(EstateDatabase.Existing(folder.Database), snapshot);
        var figures = DatabaseFigures.Of(EstateDatabase.OpenReadOnly(snapshot));
        var key = folder.BackupKey();
        // Of runs that were killed.
        foreach (var half in Directory.GetFiles(Path.GetDirectoryName(file)!, $"{model.Site}-*{Extension}{Half}"))
            File.Delete(half);
        var files = BackupContents.Of(folder, model).Append((BackupContents.Database, snapshot)).ToList();
        var header = new BackupHeader(
            model.Site, InstantPattern.General.Format(now), figures.Schema, Program, key.Id, BackupHeader.NewSalt(),
            files.Sum(one => new FileInfo(one.Item2).Length));
        Room(Path.GetDirectoryName(file)!, header.Bytes);
        Write(file + Half, header, key, figures, files, stop);
        File.Delete(snapshot);
        stop.ThrowIfCancellationRequested();
        var opened = BackupOpener.Open(file + Half, key, Path.Combine(work, "restored"), stop);
        var problems = opened.Check();
        DurableFiles.Flush(file + Half);
        File.Move(file + Half, file);
        DurableFiles.FlushFolder(Path.GetDirectoryName(file)!);
        return new(file, new FileInfo(file).Length, figures, problems.Count == 0 ? null : string.Join("; ", problems));
    }

    private void Write(string path, BackupHeader header, BackupKey key, DatabaseFigures figures, List<(string Name, string Path)> files,
        CancellationToken stop)
    {
        using var file = DurableFiles.CreatePrivate(path, FileMode.Create);
        header.Write(file);
        using var closed = new SealingStream(file, header.KeyOfFile(key));
        using (var packed = new GZipStream(closed, CompressionLevel.Fastest, leaveOpen: true))
        using (var tar = new TarWriter(packed, TarEntryFormat.Pax, leaveOpen: true))
        {
            var written = new List<BackedUpFile>();
            foreach (var (name, from) in files)
            {
                stop.ThrowIfCancellationRequested();
                written.Add(Add(tar, name, from));
            }
            var manifest = new BackupManifest(model.Site, header.Made, header.Program, figures, written);
            using var body = new MemoryStream(JsonSerializer.SerializeToUtf8Bytes(manifest, BackupJson.Default.BackupManifest));
            tar.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, BackupManifest.Name) { DataStream = body });
        }
        closed.Finish();
    }

    private static BackedUpFile Add(TarWriter tar, string name, string path)
    {
        // Others write these files whole or not at all, by renaming: an open one does not change.
        using var from = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1 << 20);
        var digest = SHA256.HashData(from);
        from.Position = 0;
        tar.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, name) { DataStream = from, Mode = File.GetUnixFileMode(path) });
        return new(name, from.Length, Convert.ToHexStringLower(digest));
    }

    private string FileFor(string target, Instant now)
    {
        // Two in one second, as after a quick restart, are two files.
        return Directory.Exists(target)
            ? Enumerable.Range(0, int.MaxValue).Select(later => Named(target, now + Duration.FromSeconds(later)))
            .First(name => !File.Exists(name))
            : Path.GetDirectoryName(Path.GetFullPath(target)) is { } parent && Directory.Exists(parent)
                && !Path.EndsInDirectorySeparator(target) ? Path.GetFullPath(target)
            : throw new IOException(
                $"文件夹 {target} 不存在：U 盘插好了吗？ / The folder {target} does not exist: is the USB disk plugged in and mounted?");
    }

    private string Named(string target, Instant at)
    {
        var local = Stamp.Format(at.InZone(model.Programme.Zone).LocalDateTime);
        return Path.Combine(Path.GetFullPath(target), $"{model.Site}-{local}{Extension}");
    }

    /// <summary>The nightly one and somebody's own would clear away each other's work.</summary>
    private FileStream Alone()
    {
        try
        {
            return new FileStream(
                Path.Combine(folder.Root, LockFile),
                new FileStreamOptions
                {
                    Mode = FileMode.OpenOrCreate,
                    Access = FileAccess.Write,
                    Share = FileShare.None,
                    Options = FileOptions.DeleteOnClose
                });
        }
        catch (IOException held)
        {
            throw new IOException("另一个备份正在进行，请等它做完。 / Another backup is under way: wait until it is done.", held);
        }
    }

    private static void Room(string where, long needed)
    {
        if (new DriveInfo(where).AvailableFreeSpace is var free && free < needed)
            throw new IOException($"{where} 的空间不够：剩 {free / 1_000_000} MB，需要 {needed / 1_000_000} MB。 / There is not enough room in "
                + $"{where}: {free / 1_000_000} MB free, {needed / 1_000_000} MB needed.");
    }

    private static void Clean(string work)
    {
        // Of a run that was killed.
        if (Directory.Exists(work))
            Directory.Delete(work, recursive: true);
        Directory.CreateDirectory(work, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    /// <summary>Only files of this estate, named by this program.</summary>
    private void Prune(string where, int keep)
    {
        foreach (var old in Directory.GetFiles(where, $"{model.Site}-????-??-??T??????{Extension}").Order(StringComparer.Ordinal)
            .SkipLast(Math.Max(1, keep)))
            File.Delete(old);
    }
}
