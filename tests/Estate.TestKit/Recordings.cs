namespace Estate.TestKit;

/// <summary>The recordings lie beside the repository, not in it.</summary>
public static class Recordings
{
    /// <summary>The folder <c>shared/data/NAME</c>, or null where it is not here.</summary>
    public static string? Find(string name)
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !Directory.Exists(Path.Combine(folder.FullName, "shared", "data", name)))
            folder = folder.Parent;
        return folder is null ? null : Path.Combine(folder.FullName, "shared", "data", name);
    }

    public static string MissingLine(string name) => $"the recordings shared/data/{name} are not here; they are not part of the repository";
}
