using Estate.Gateway.Backup;
using Estate.Gateway.Configuration;
using NodaTime;

namespace Estate.Gateway.Privacy;

/// <summary>Copies of the database: nightly backups, and those made before a newer program changed it. What has gone from the database is in them until they go.</summary>
internal sealed class OldCopies(EstateModel model, DataFolder folder)
{
    /// <summary>Older than they may be; never the newest backup, which may be all there is.</summary>
    /// <exception cref="IOException">The folder of the backups is not there.</exception>
    internal IReadOnlyList<string> Due(Instant now)
    {
        var cutoff = now - Duration.FromDays(model.Retention.BackupsDays);
        return [.. Backups().SkipLast(1).Where(one => one.At < cutoff).Select(one => one.Path), .. BeforeChanges().Where(path => Instant.FromDateTimeUtc(File.GetLastWriteTimeUtc(path)) < cutoff)];
    }

    /// <summary>Beside the database, of before a change of its schema.</summary>
    internal IReadOnlyList<string> BeforeChanges() => Directory.Exists(folder.Root) ? Directory.GetFiles(folder.Root, Path.GetFileName(folder.Database) + ".before-*") : [];

    private IEnumerable<(string Path, Instant At)> Backups()
    {
        if (model.Backup is not { } plan)
            return [];
        if (!Directory.Exists(plan.Folder))
            throw new DirectoryNotFoundException($"the folder {plan.Folder} is not there: is the disk plugged in and mounted?");
        return from path in Directory.GetFiles(plan.Folder, $"{model.Site}-*{BackupMaker.Extension}").Order(StringComparer.Ordinal)
               let at = BackupMaker.Stamp.Parse(Path.GetFileNameWithoutExtension(path)[(model.Site.Length + 1)..])
               where at.Success
               select (path, at.Value.InUtc().ToInstant());
    }
}
