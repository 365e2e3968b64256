namespace Estate.TestKit;

/// <summary>The recordings lie beside the repository, not in it.</summary>
public static class Recordings
{
    /// <summary>The folder <c>shared/data/NAME</c>, or null where it is not here.</summary>
    public static string? Find(string name) =>
        Repository.Above(folder => Directory.Exists(Path.Combine(folder, "shared", "data", name))) is { } folder
            ? Path.Combine(folder, "shared", "data", name) : null;

    public static string MissingLine(string name) => $"the recordings shared/data/{name} are not here; they are not part of the repository";
}
