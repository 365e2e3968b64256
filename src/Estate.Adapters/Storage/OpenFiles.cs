namespace Estate.Adapters.Storage;

/// <summary>
/// The files a database is made of while it is open. SQLite writes on into one that was moved away or deleted, and what it was told is gone
/// with the next start.
/// </summary>
internal sealed class OpenFiles
{
    private readonly IReadOnlyList<(string Path, FileIdentity? Identity)> _files;

    private OpenFiles(IReadOnlyList<(string, FileIdentity?)> files) => _files = files;

    /// <summary>The database alone.</summary>
    internal static OpenFiles Of(string database) => Seen([database]);

    /// <summary>With its log and the log's index; somebody must hold them open.</summary>
    internal static OpenFiles WithLog(string database) => Seen([database, database + "-wal", database + "-shm"]);

    /// <summary>Null while each is where it was.</summary>
    internal string? Problem
    {
        get
        {
            foreach (var (path, identity) in _files)
                if (FileIdentity.Of(path) is var now && now != identity)
                    return $"{Path.GetFileName(path)} {(now is null ? "is gone" : "was replaced by another file")} while the gateway "
                        + "runs: nothing is acknowledged. Put it back, or stop the gateway and bring back the last backup (estate restore)";
            return null;
        }
    }

    private static OpenFiles Seen(IReadOnlyList<string> paths) =>
        new([.. paths.Select(path => (path, FileIdentity.Of(path)))]);
}
