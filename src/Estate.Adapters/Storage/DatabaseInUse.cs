namespace Estate.Adapters.Storage;

/// <summary>Whether some program has a database open, as the kernel tells it: locks would not, since a writer that waits holds none.</summary>
public static class DatabaseInUse
{
    /// <summary>Programs of other users are seen by root only.</summary>
    public static bool IsHeld(string path)
    {
        var full = File.Exists(path) ? File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? Path.GetFullPath(path) : null;
        return full is not null && Directory.EnumerateDirectories("/proc").Where(folder => char.IsAsciiDigit(Path.GetFileName(folder)[0])).Any(process => OpenFiles(process).Contains(full));
    }

    private static List<string> OpenFiles(string process)
    {
        try
        {
            return [.. Directory.EnumerateFiles(Path.Combine(process, "fd")).Select(link => new FileInfo(link).LinkTarget).OfType<string>()];
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            // It ended meanwhile, or belongs to somebody else.
            return [];
        }
    }
}
