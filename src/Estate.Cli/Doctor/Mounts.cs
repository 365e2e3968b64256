namespace Estate.Cli.Doctor;

/// <summary>On which file system a path lies, as the kernel reports it.</summary>
internal static class Mounts
{
    internal static (string Point, bool IsReadOnly) Of(string path)
    {
        var full = Path.GetFullPath(path);
        // Later mounts lie over earlier ones.
        return File.ReadLines("/proc/self/mounts").Select(line => line.Split(' ')).Where(parts => parts.Length > 3)
            .Select(parts => (Point: parts[1].Replace("\\040", " ", StringComparison.Ordinal), IsReadOnly: parts[3].Split(',')[0] == "ro"))
            .Where(mount => mount.Point == "/" || full == mount.Point || full.StartsWith(mount.Point + "/", StringComparison.Ordinal))
            .Aggregate((Point: "/", IsReadOnly: false), (best, mount) => mount.Point.Length >= best.Point.Length ? mount : best);
    }
}
