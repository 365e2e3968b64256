using Estate.Gateway.Configuration;
using NodaTime;

namespace Estate.Gateway.Backup;

/// <summary>
/// Copies of the database: backups, nightly and from before an upgrade; those made before a newer program changed it; folders a restore
/// moved aside. What has
/// gone from the database is in them until they go.
/// </summary>
internal sealed class OldCopies(EstateModel model, DataFolder folder)
{
    /// <summary>Where the package's upgrade puts its backups; null for an estate that no package looks after.</summary>
    internal string? Upgrades { get; init; } = folder.Root == "/var/lib/estate" ? "/var/backups/estate" : null;

    /// <summary>Older than they may be; never the newest backup, which may be all there is.</summary>
    /// <exception cref="IOException">The folder of the backups is not there.</exception>
    internal IReadOnlyList<string> Due(Instant now)
    {
        var cutoff = Cutoff(now);
        var nightly = Nightly();
        var upgrades = OfUpgrades();
        // Of two places the other disk's counts: it is there when this one dies.
        var backups = nightly.Count > 0 ? nightly.SkipLast(1).Concat(upgrades) : upgrades.SkipLast(1);
        return [.. backups.Where(one => one.At < cutoff).Select(one => one.Path),
            .. BeforeChanges().Where(path => Instant.FromDateTimeUtc(File.GetLastWriteTimeUtc(path)) < cutoff)];
    }

    /// <summary>When each backup that is there was made.</summary>
    /// <exception cref="IOException">The folder of the backups is not there.</exception>
    internal IReadOnlyList<Instant> Made() => [.. Nightly().Concat(OfUpgrades()).Select(one => one.At)];

    /// <summary>Beside the database, from before a change of its schema.</summary>
    internal IReadOnlyList<string> BeforeChanges() =>
        Directory.Exists(folder.Root) ? Directory.GetFiles(folder.Root, Path.GetFileName(folder.Database) + ".before-*") : [];

    /// <summary>
    /// Whole folders that a restore moved aside, older than a copy may be. Only a person deletes them: they were promised to stay.
    /// </summary>
    internal IReadOnlyList<string> MovedAside(Instant now) =>
        [.. Directory.GetDirectories(Path.GetDirectoryName(folder.Root)!, Path.GetFileName(folder.Root) + ".before-*")
        .Where(path => TimeOf(Path.GetFileName(path), Path.GetFileName(folder.Root) + ".before-") < Cutoff(now))];

    private Instant Cutoff(Instant now) => now - Duration.FromDays(model.Retention.BackupsDays);

    private List<(string Path, Instant At)> Nightly() => model.Backup is not { } plan ? []
        : Directory.Exists(plan.Folder) ? In(plan.Folder)
        : throw new DirectoryNotFoundException($"the folder {plan.Folder} is not there: is the disk plugged in and mounted?");

    private List<(string Path, Instant At)> OfUpgrades() =>
        model.Backup?.Folder != Upgrades && Directory.Exists(Upgrades) ? In(Upgrades) : [];

    private List<(string Path, Instant At)> In(string place) =>
    [
        .. from path in Directory.GetFiles(place, $"{model.Site}-*{BackupMaker.Extension}").Order(StringComparer.Ordinal)
           let at = TimeOf(Path.GetFileNameWithoutExtension(path), model.Site + "-")
           where at is not null
           select (path, at.Value),
    ];

    /// <summary>As the name says; null where it says something else.</summary>
    private static Instant? TimeOf(string name, string before) =>
        BackupMaker.Stamp.Parse(name[before.Length..]) is { Success: true } at ? at.Value.InUtc().ToInstant() : null;
}
