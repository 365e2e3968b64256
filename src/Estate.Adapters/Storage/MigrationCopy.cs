using System.Globalization;
using Microsoft.Data.Sqlite;

namespace Estate.Adapters.Storage;

/// <summary>
/// What was there before a newer program changed it: <c>estate.db.before-8</c> is the database as it was before schema 8.
/// </summary>
internal static class MigrationCopy
{
    private const int Kept = 2, Room = 3;

    /// <exception cref="SchemaException">The copy could not be made; it is not there, and the database is as it was.</exception>
    internal static void Make(EstateDatabase database)
    {
        var target = $"{database.Path}.before-{EstateDatabase.NewestSchema}";
        try
        {
            var folder = Path.GetDirectoryName(Path.GetFullPath(database.Path))!;
            var (needed, free) = (new FileInfo(database.Path).Length, new DriveInfo(folder).AvailableFreeSpace);
            // The copy, what replaces it, and the log of that.
            if (free < Room * needed)
                throw new IOException(
                    string.Create(CultureInfo.InvariantCulture, $"{free / 1e6:0} MB free, {Room * needed / 1e6:0} MB needed"));
            var fresh = target + ".new";
            // Of a start that was killed.
            File.Delete(fresh);
            DatabaseSnapshot.Write(database, fresh);
            DurableFiles.Flush(fresh);
            File.Move(fresh, target, overwrite: true);
            DurableFiles.FlushFolder(folder);
            foreach (var old in Copies(database.Path).SkipLast(Kept))
                File.Delete(old);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or SqliteException)
        {
            if (File.Exists(target + ".new"))
                File.Delete(target + ".new");
            throw new SchemaException(
                $"升级数据库之前要先留一份副本，但没有成功：{failure.Message}。数据库没有改动。请腾出空间后再启动。\n"
                + $"Before the database is brought up to date a copy of it must be kept, and that failed: {failure.Message}. The "
                + $"database was not changed. Make room on the disk of {database.Path}, then start again.", failure);
        }
    }

    /// <summary>Oldest first.</summary>
    private static IEnumerable<string> Copies(string path) =>
        Directory.GetFiles(Path.GetDirectoryName(Path.GetFullPath(path))!, Path.GetFileName(path) + ".before-*")
            .Select(copy =>
                (copy, Schema: int.TryParse(
                    copy[(copy.LastIndexOf('-') + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var schema) ? schema : -1))
            .Where(one => one.Schema >= 0).OrderBy(one => one.Schema).Select(one => one.copy);
}
