using System.Diagnostics;

namespace Estate.Bench.Torture;

/// <summary>A file system of its own with little room, in memory; mounting it needs root.</summary>
internal sealed class SmallDisk : IDisposable
{
    private SmallDisk(string folder) => Folder = folder;

    internal string Folder { get; }

    private string Ballast => Path.Combine(Folder, "ballast");

    /// <summary>Null where it cannot be mounted.</summary>
    /// <param name="size">As mount takes it.</param>
    internal static SmallDisk? TryMount(string folder, string size = "64m")
    {
        Directory.CreateDirectory(folder);
        return Run("mount", "-t", "tmpfs", "-o", $"size={size}", "estate-torture", folder) ? new(folder) : null;
    }

    internal void Fill()
    {
        using var file = File.Create(Ballast, bufferSize: 0);
        var page = new byte[4096];
        try
        {
            while (true)
                file.Write(page);
        }
        catch (IOException)
        {
            // Full.
        }
    }

    internal void Free() => File.Delete(Ballast);

    public void Dispose() => Run("umount", "-l", Folder);

    private static bool Run(string program, params string[] arguments)
    {
        using var process = Process.Start(program, arguments);
        process.WaitForExit();
        return process.ExitCode == 0;
    }
}
