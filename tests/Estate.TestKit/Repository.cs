namespace Estate.TestKit;

/// <summary>Where the tests run, and what lies above.</summary>
public static class Repository
{
    /// <summary>The folder that holds Estate.sln.</summary>
    public static string Root =>
        Above(folder => File.Exists(Path.Combine(folder, "Estate.sln")))
        ?? throw new DirectoryNotFoundException("no Estate.sln above the tests");

    /// <summary>The nearest folder upwards that is so, or null.</summary>
    internal static string? Above(Predicate<string> isSo)
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !isSo(folder.FullName))
            folder = folder.Parent;
        return folder?.FullName;
    }
}
