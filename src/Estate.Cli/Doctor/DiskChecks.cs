using System.Globalization;
using Estate.Adapters.Systemd;
using Estate.Domain.Devices;

namespace Estate.Cli.Doctor;

/// <summary>The disk under the data folder, and who may read what is in it.</summary>
internal static class DiskChecks
{
    private const long LittleRoom = 1_000_000_000, NoRoom = 200_000_000;
    private const UnixFileMode Others = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite;

    internal static IReadOnlyList<Check> All { get; } =
    [
        Check.Of("磁盘空间", "Disk space", Space),
        Check.Of("文件数量余额", "Room for more files (inodes)", Inodes),
        Check.Of("磁盘可写", "Disk can be written", Writable),
        Check.Of("数据文件夹的主人", "Owner of the data folder", Owner),
        Check.Of("密钥的权限", "Who may read the secrets", Secrets),
    ];

    private static Finding Space(DoctorContext patient)
    {
        var free = new DriveInfo(patient.Folder.Root).AvailableFreeSpace;
        var said = new Text($"剩 {free / 1_000_000} MB", $"{free / 1_000_000} MB free");
        var todo = new Text(
            "腾出空间：旧日志（journalctl --vacuum-size=100M）、旧的 .before- 副本",
            "make room: old logs (journalctl --vacuum-size=100M), old .before- copies");
        return free < NoRoom ? new(Level.Wrong, said, todo) : free < LittleRoom ? new(Level.Warn, said, todo) : new(Level.Ok, said);
    }

    private static Finding Inodes(DoctorContext patient)
    {
        // Some file systems (btrfs) count none.
        if (ForeignProgram.Ask("df", "--output=iavail,itotal", patient.Folder.Root)?.Split('\n') is not [_, var numbers, ..]
            || numbers.Split(' ', StringSplitOptions.RemoveEmptyEntries) is not [var first, var second]
                || !long.TryParse(first, out var free) || !long.TryParse(second, out var all) || all == 0)
            return Finding.Ok("此文件系统不限", "not limited here");
        return free * 20 < all
            ? new(Level.Warn, new($"只剩 {free}", $"only {free} left"), new("删除不要的小文件", "delete small files nobody needs"))
            : Finding.Ok($"还有 {free}", $"{free} left");
    }

    private static Finding Writable(DoctorContext patient) => Mounts.Of(patient.Folder.Root) is { IsReadOnly: true } mount
        ? new(Level.Wrong, new($"{mount.Point} 变成只读了：存储卡多半要坏了", $"{mount.Point} is read-only: the card is probably dying"),
            new("马上换一张新卡并从备份恢复", "replace the card now and restore the backup"))
        : Finding.Ok("可写", "yes");

    private static Finding Owner(DoctorContext patient)
    {
        var paths = Directory.EnumerateFileSystemEntries(patient.Folder.Root).Where(path => !Path.GetFileName(path).StartsWith('.'))
            .Prepend(patient.Folder.Root).ToList();
        var owners = paths.Zip(OwnersOf(paths)).ToList();
        var strangers = owners.Where(one => one.Second != owners[0].Second).Select(one => Path.GetFileName(one.First)).ToList();
        return strangers.Count > 0
            ? new(Level.Wrong,
                new($"有些文件不属于 {owners[0].Second}：{string.Join("、", strangers)}",
                $"not everything belongs to {owners[0].Second}: {string.Join(", ", strangers)}"),
                new($"sudo chown -R {owners[0].Second}: {patient.Folder.Root}", $"sudo chown -R {owners[0].Second}: {patient.Folder.Root}"))
            : Finding.Ok(
                owners.Count == 0 ? "看不到" : $"都是 {owners[0].Second}", owners.Count == 0 ? "cannot be seen here"
                : $"all is {owners[0].Second}'s");
    }

    /// <summary>Names of users, in the order of the paths; none where they cannot be seen.</summary>
    internal static IReadOnlyList<string> OwnersOf(IEnumerable<string> paths) =>
        ForeignProgram.Ask("stat", ["--format=%U", .. paths])?.Split('\n', StringSplitOptions.RemoveEmptyEntries) ?? [];

    private static Finding Secrets(DoctorContext patient)
    {
        var folder = Path.Combine(patient.Folder.Root, "secrets");
        var open = !Directory.Exists(folder) ? []
            : Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Where(path => (File.GetUnixFileMode(path) & Others) != 0)
            .Select(path => Path.GetRelativePath(folder, path)).ToList();
        var isClosed = !Directory.Exists(folder)
            || (File.GetUnixFileMode(folder) & (Others | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute)) == 0;
        if ((patient.Model?.SecretFiles ?? []).Where(IsOpen).ToList() is { Count: > 0 } named)
            return new(
                Level.Wrong,
                new($"任何人都能读：{string.Join("、", named)}", $"everybody may read {string.Join(", ", named)}"),
                Text.Same($"chmod o= {string.Join(' ', named)}"));
        return open.Count > 0 && !isClosed
            ? new(Level.Wrong,
                new(string.Create(CultureInfo.InvariantCulture, $"别人也能读：{string.Join("、", open)}"),
                string.Create(CultureInfo.InvariantCulture, $"others may read {string.Join(", ", open)}")), new($"chmod -R go= {folder}",
                $"chmod -R go= {folder}"))
            : Finding.Ok("只有主人能读", "only the owner");
    }

    /// <summary>The gateway's group may read what estate.yaml names; everybody only where a folder above lets nobody in.</summary>
    private static bool IsOpen(string path)
    {
        if (!File.Exists(path) || (File.GetUnixFileMode(path) & (UnixFileMode.OtherRead | UnixFileMode.OtherWrite)) == 0)
            return false;
        for (var folder = Path.GetDirectoryName(Path.GetFullPath(path)); folder is not null; folder = Path.GetDirectoryName(folder))
            if ((File.GetUnixFileMode(folder) & UnixFileMode.OtherExecute) == 0)
                return false;
        return true;
    }
}
