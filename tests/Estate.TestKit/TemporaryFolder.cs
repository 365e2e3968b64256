namespace Estate.TestKit;

/// <summary>A folder of a test's own, gone afterwards.</summary>
/// <param name="inMemory">Where the machine has such a place: for tests that write much and ask nothing of the disk.</param>
public sealed class TemporaryFolder(bool inMemory = false) : IDisposable
{
    private const string Memory = "/dev/shm";

    public string Path { get; } = inMemory && Directory.Exists(Memory)
        ? Directory.CreateDirectory(System.IO.Path.Combine(Memory, $"estate-{System.IO.Path.GetRandomFileName()}")).FullName
        : Directory.CreateTempSubdirectory("estate-").FullName;

    public string File(string name) => System.IO.Path.Combine(Path, name);

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
