using Estate.Gateway.Configuration;
using Estate.Gateway.Pipeline.Uplink;

namespace Estate.Gateway.Backup;

/// <summary>
/// Which files an estate is made of, by name: what is not listed here is not taken along, so that nothing of a developer's folder, and
/// no log, gets into a backup by chance. A test looks at the folder of a running gateway and asks that each file is listed here or
/// <see cref="LeftBehind"/>.
/// </summary>
internal static class BackupContents
{
    internal const string Database = "data/estate.db", DataPrefix = "data/", EstatePrefix = "estate/", EstateFile = "estate/estate.yaml";

    internal static readonly string[] Folders = ["secrets", "rules", "profiles", "mosquitto"];
    /// <summary>The estate's plan, beside estate.yaml or of this gateway's own.</summary>
    private static readonly string[] Plan = ["plan.yaml", "plan.svg"];

    internal static readonly string[] Files = ["devices.yaml", "home-assistant.json", .. Plan];

    /// <summary>
    /// Names beside the database that a restored estate does without: measurements not yet sent, what SQLite needs while it runs, this
    /// machine's own, and which journal the district knows: a restored one is another.
    /// </summary>
    internal static readonly string[] LeftBehind = [
        "estate.db-wal", "estate.db-shm", "pins.sock", "web.sock", "series", BackupRecords.FileName, BackupMaker.WorkFolder,
        BackupMaker.LockFile, DataFolder.LockFile, JournalEpoch.FileName];

    /// <summary>Every file but the database, by its place in the backup.</summary>
    internal static IEnumerable<(string Name, string Path)> Of(DataFolder folder, EstateModel model)
    {
        foreach (var path in Folders.SelectMany(name =>
                Below(Path.Combine(folder.Root, name))).Concat(Files.Select(name =>
                    Path.Combine(folder.Root, name)).Where(File.Exists)).Order(StringComparer.Ordinal))
            yield return (DataPrefix + Relative(folder.Root, path), path);
        yield return (EstateFile, model.File);
        var home = Path.GetDirectoryName(model.File)!;
        var beside = model.Companions.Concat(Plan.Select(name => Path.Combine(home, name)));
        foreach (var path in Below(model.RulesFolder ?? "").Concat(beside.Where(File.Exists)).Distinct())
            if (!IsOutside(home, path))
                yield return (EstatePrefix + Relative(home, path), path);
    }

    /// <summary>Files that estate.yaml names and that lie elsewhere: a backup is of this estate, not of the machine.</summary>
    internal static IEnumerable<string> Outside(EstateModel model) =>
        model.Companions.Where(path => IsOutside(Path.GetDirectoryName(model.File)!, path));

    private static bool IsOutside(string home, string path) =>
        Relative(home, path) is var name && (name.StartsWith("..", StringComparison.Ordinal) || Path.IsPathRooted(name));

    /// <summary>Names that start with a dot, or that a writer left half written, are nobody's.</summary>
    private static IEnumerable<string> Below(string folder) => !Directory.Exists(folder) ? [] : Directory
        .EnumerateFiles(
            folder, "*",
            new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint | FileAttributes.Hidden })
        .Where(path => !path.EndsWith(".new", StringComparison.Ordinal)).Order(StringComparer.Ordinal);

    private static string Relative(string from, string path) => Path.GetRelativePath(from, path).Replace('\\', '/');
}
