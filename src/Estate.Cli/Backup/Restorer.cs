using System.Globalization;
using Estate.Adapters.Storage;
using Estate.Adapters.Systemd;
using Estate.Gateway.Backup;
using Estate.Gateway.Configuration;
using Estate.Gateway.People;
using NodaTime;

namespace Estate.Cli.Backup;

/// <summary>What was brought back, and where what was there before lies now.</summary>
internal sealed record Restored(
    BackupManifest Manifest, IReadOnlyList<string> Problems, IReadOnlyList<(string Was, string Now)> MovedAside);

/// <summary>
/// Puts a backup in place: opened and looked at beside the folder, synced, and only then renamed. Whatever goes wrong before leaves
/// everything as it was;
/// what was there is moved aside and never deleted.
/// </summary>
internal sealed class Restorer(DataFolder folder, string estateFile, TimeProvider time)
{
    private readonly string _work = folder.Root + ".restoring";
    private readonly string _aside = ".before-" + BackupMaker.Stamp.Format(
        Instant.FromDateTimeOffset(time.GetUtcNow()).InUtc().LocalDateTime);

    /// <summary>The file an installation begins with.</summary>
    internal string Example { get; init; } = "/usr/share/estate-gateway/estate.yaml";

    /// <param name="mayReplace">What is there is moved aside instead of being in the way.</param>
    /// <exception cref="IOException">Nothing was changed; says why, and what to do.</exception>
    internal Restored Run(string file, BackupKey key, bool mayReplace, CancellationToken stop)
    {
        var header = BackupOpener.Peek(file);
        header.RefuseNewer(file);
        RefuseAnotherEstate(file, header);
        // It would go aside with the folder.
        if (Path.GetFullPath(estateFile).StartsWith(folder.Root + Path.DirectorySeparatorChar, StringComparison.Ordinal))
            throw new IOException($"{estateFile} 不能放在数据文件夹里，请用 --estate 另指一处。什么都没有改动。 / {estateFile} would lie inside the data folder: "
                + "name another place with --estate. Nothing was changed.");
        if (!mayReplace)
            RefuseToReplace();
        // Until all is in place. Where nothing is, nothing can run: that is looked at again at the end.
        using var alone = IsEmpty() ? null : Hold();
        RefuseWithoutRoom(header.Bytes);
        try
        {
            // Of a run that was killed.
            Discard();
            var opened = BackupOpener.Open(file, key, _work, stop);
            if (opened.Manifest.Site != header.Site)
                throw new IOException($"{file}: the list of contents is of {opened.Manifest.Site}. Nothing was changed.");
            if (!mayReplace
                && Places(opened).FirstOrDefault(place => File.Exists(place.To) && !IsSame(place.From, place.To)
                    && !(place.To == Path.GetFullPath(estateFile) && IsExample())) is { To: { } inTheWay })
                throw new IOException($"{inTheWay} 已经存在而且内容不同。什么都没有改动。如要替换，请加 --replace：原来的会改名保留。 / {inTheWay} is there already and says "
                    + $"something else. Nothing was changed. With --replace it is moved aside to {inTheWay}{_aside}; or name another "
                    + "place with --estate.");
            var problems = opened.Check();
            if (problems.Count == 0)
                AppendToAudit(opened, header);
            DurableFiles.FlushTree(_work);
            return new(opened.Manifest, problems, Put(opened, isHeld: alone is not null));
        }
        finally
        {
            Discard();
        }
    }

    private void RefuseWithoutRoom(long needed)
    {
        var parent = Path.GetDirectoryName(folder.Root)!;
        if (!Directory.Exists(parent))
            throw new IOException(
                $"文件夹 {parent} 不存在，请先建好。什么都没有改动。 / The folder {parent} does not exist: make it first. Nothing was changed.");
        if (new DriveInfo(parent).AvailableFreeSpace is var free && free < needed)
            throw new IOException($"{parent} 的空间不够：剩 {free / 1_000_000} MB，需要 {needed / 1_000_000} MB。 / There is not enough room "
                + $"in {parent}: {free / 1_000_000} MB free, {needed / 1_000_000} MB needed. Nothing was changed.");
    }

    /// <summary>The audit goes on with the line that says where it comes from.</summary>
    private void AppendToAudit(BackupOpener opened, BackupHeader header)
    {
        var restored = opened.Data;
        if (EstateDatabase.SchemaOf(restored.Database) is not { } schema || schema < AuditChain.SinceSchema)
            return;
        var at = Instant.FromDateTimeOffset(time.GetUtcNow());
        new AuditChain(EstateDatabase.Existing(restored.Database), restored.AuditKey())
            .Append(new(at, Caller.Local, "estate_restored", header.Site, $"from the backup of {header.Made}"));
    }

    private void RefuseAnotherEstate(string file, BackupHeader header)
    {
        if (!File.Exists(estateFile) || IsExample() || EstateFileReader.SiteOf(estateFile) is not { } site || site == header.Site)
            return;
        throw new IOException($"{file} 是小区“{header.Site}”的备份，而 {estateFile} 写的是“{site}”。什么都没有改动。 / {file} is a backup of the estate "
            + $"'{header.Site}', but {estateFile} is of '{site}'. Nothing was changed. Name another file with --estate, or move that one "
            + "away if it is not wanted.");
    }

    private void RefuseToReplace()
    {
        if (!IsEmpty())
            throw new IOException($"{folder.Root} 不是空的。什么都没有改动。如要替换，请加 --replace：原来的会改名保留，不会删除。 / {folder.Root} is not empty. Nothing "
                + $"was changed. With --replace what is there is moved aside to {folder.Root}{_aside}, never deleted.");
    }

    private bool IsEmpty() => !Directory.Exists(folder.Root) || !Directory.EnumerateFileSystemEntries(folder.Root).Any();

    private IDisposable Hold() => folder.TryHoldAlone()
        ?? throw new IOException($"{folder.Root} 里的网关还在运行，请先停下：sudo systemctl stop estate-gateway。什么都没有改动。 / A gateway is running on "
            + $"{folder.Root}: stop it first (sudo systemctl stop estate-gateway). Nothing was changed.");

    /// <summary>What the package put there and nobody has touched yet is nobody's.</summary>
    private bool IsExample() => IsSame(estateFile, Example);

    /// <summary>
    /// The estate's file first: it is read only at a start, and a data folder is never without it. All of it, or nothing.
    /// </summary>
    private List<(string Was, string Now)> Put(BackupOpener opened, bool isHeld)
    {
        var (moved, undo) = (new List<(string Was, string Now)>(), new Stack<Action>());
        try
        {
            foreach (var (from, to) in Places(opened).Where(place => !IsSame(place.From, place.To)))
            {
                Directory.CreateDirectory(Path.GetDirectoryName(to)!);
                if (File.Exists(to))
                    MoveAside(to, moved, undo);
                File.Copy(from, to);
                undo.Push(() => File.Delete(to));
                DurableFiles.Flush(to);
            }
            if (Directory.Exists(folder.Root))
            {
                ForeignProgram.GiveTo(opened.Data.Root, folder.Root);
                if (isHeld)
                    MoveAside(folder.Root, moved, undo);
                else
                {
                    RefuseToReplace();
                    Directory.Delete(folder.Root);
                    undo.Push(() => Directory.CreateDirectory(folder.Root));
                }
            }
            Directory.Move(opened.Data.Root, folder.Root);
            DurableFiles.FlushFolder(Path.GetDirectoryName(folder.Root)!);
            return moved;
        }
        catch
        {
            while (undo.TryPop(out var back))
                back();
            throw;
        }
    }

    private void MoveAside(string path, List<(string Was, string Now)> moved, Stack<Action> undo)
    {
        Directory.Move(path, path + _aside);
        moved.Add((path, path + _aside));
        undo.Push(() => Directory.Move(path + _aside, path));
    }

    /// <summary>The estate's file, and what lies beside it.</summary>
    private IEnumerable<(string From, string To)> Places(BackupOpener opened)
    {
        var home = Path.GetDirectoryName(Path.GetFullPath(estateFile))!;
        return Directory.EnumerateFiles(opened.Estate, "*", SearchOption.AllDirectories)
            .Select(from =>
                (from, Path.GetRelativePath(opened.Estate, from) is var name && name == "estate.yaml" ? Path.GetFullPath(estateFile)
            : Path.Combine(home, name)));
    }

    private static bool IsSame(string one, string other) =>
        File.Exists(other) && File.ReadAllBytes(one).AsSpan().SequenceEqual(File.ReadAllBytes(other));

    private void Discard()
    {
        if (Directory.Exists(_work))
            Directory.Delete(_work, recursive: true);
    }

    internal static string RestoredText(Restored restored) => string.Create(CultureInfo.InvariantCulture,
        $"{restored.Manifest.Site}: {restored.Manifest.Figures.Facts} facts, {restored.Manifest.Figures.Transfers} transfers, "
            + $"{restored.Manifest.Figures.AuditEntries} audit entries, {restored.Manifest.Files.Count} files, as of "
            + $"{restored.Manifest.Made}");
}
