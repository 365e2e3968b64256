using System.Runtime.InteropServices;

namespace Estate.Adapters.Storage;

/// <summary>Brings files, and the names of files, to the disk: a rename that was not synced may be gone after a power cut.</summary>
public static partial class DurableFiles
{
    private const int ReadOnlyFolder = 0x10000;

    /// <summary>A file that only its owner may read, from its first byte on.</summary>
    public static FileStream CreatePrivate(string path, FileMode mode = FileMode.CreateNew) =>
        new(path,
            new FileStreamOptions
            {
                Mode = mode,
                Access = FileAccess.Write,
                UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite
            });

    public static void Flush(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
        file.Flush(flushToDisk: true);
    }

    /// <summary>The names in it.</summary>
    public static void FlushFolder(string path)
    {
        var descriptor = Open(path, ReadOnlyFolder);
        if (descriptor < 0)
            throw new IOException($"{path} cannot be synced");
        // Some file systems of USB sticks cannot; then there is nothing more to do.
        _ = Sync(descriptor);
        _ = Close(descriptor);
    }

    /// <summary>Everything in a folder, and its names, from the leaves up.</summary>
    public static void FlushTree(string path)
    {
        foreach (var file in Directory.GetFiles(path))
            Flush(file);
        foreach (var folder in Directory.GetDirectories(path))
            FlushTree(folder);
        FlushFolder(path);
    }

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync")]
    private static partial int Sync(int descriptor);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int descriptor);
}
