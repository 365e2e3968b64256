using Estate.Bench.District;

namespace Estate.Bench.Torture.District;

/// <summary>
/// Stores of message servers that are not what they were: as after a power cut, which takes what was not synced (a kill does not, the
/// kernel keeps it), or by a disk that flips a bit.
/// </summary>
internal static class StoreTroubles
{
    private const double Back = 30;

    internal static Task<string?> RollOneBackAsync(TorturedDistrict district, Random random) =>
        RollBackAsync(district, [district.District.Servers[random.Next(2)]]);

    internal static Task<string?> RollAllBackAsync(TorturedDistrict district, Random random) =>
        RollBackAsync(district, district.District.Servers);

    internal static async Task<string?> FlipBitAsync(TorturedDistrict district, Random random)
    {
        var node = district.District.Servers[random.Next(2)];
        node.Process.Kill();
        var blocks = Directory.GetFiles(node.Store, "*.blk", SearchOption.AllDirectories).Where(file => new FileInfo(file).Length > 0)
            .Order(StringComparer.Ordinal).ToList();
        if (blocks.Count > 0)
        {
            var file = blocks[random.Next(blocks.Count)];
            var bytes = await File.ReadAllBytesAsync(file, district.Run.Stop);
            bytes[random.Next(bytes.Length)] ^= (byte)(1 << random.Next(8));
            await File.WriteAllBytesAsync(file, bytes, district.Run.Stop);
            ScenarioRun.Say($"    {node.Name}: {Path.GetRelativePath(node.Store, file)}, {bytes.Length} bytes");
        }
        node.Start();
        return blocks.Count > 0 ? null : $"{node.Name} has no store that a bit could flip in";
    }

    /// <summary>All stand still while they are copied: it is one moment, and whole pieces of files.</summary>
    private static async Task<string?> RollBackAsync(TorturedDistrict district, IReadOnlyList<ClusterNode> nodes)
    {
        foreach (var node in nodes)
            node.Process.Pause(still: true);
        foreach (var node in nodes)
            Copy(node.Store, CopyOf(node));
        foreach (var node in nodes)
            node.Process.Pause(still: false);
        await district.Run.WaitAsync(Back);
        foreach (var node in nodes)
            node.Process.Kill();
        foreach (var node in nodes)
        {
            Directory.Delete(node.Store, recursive: true);
            Copy(CopyOf(node), node.Store);
            Directory.Delete(CopyOf(node), recursive: true);
        }
        foreach (var node in nodes)
            node.Start();
        return null;
    }

    private static string CopyOf(ClusterNode node) => node.Store + ".before";

    private static void Copy(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (var file in Directory.GetFiles(from))
            File.Copy(file, Path.Combine(to, Path.GetFileName(file)), overwrite: true);
        foreach (var folder in Directory.GetDirectories(from))
            Copy(folder, Path.Combine(to, Path.GetFileName(folder)));
    }
}
