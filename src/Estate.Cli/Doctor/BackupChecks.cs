using Estate.Adapters.Storage;
using Estate.Cli.Commands;
using Estate.Domain.Devices;
using Estate.Gateway.Backup;
using Estate.Gateway.Configuration;
using NodaTime;

namespace Estate.Cli.Doctor;

/// <summary>Whether a dead machine could be replaced tonight.</summary>
internal static class BackupChecks
{
    private static readonly Duration Late = Duration.FromHours(48);

    internal static IReadOnlyList<Check> All { get; } =
    [
        Check.Of("最近的备份", "Last backup", Last),
        Check.Of("备份放在哪里", "Where backups go", Place),
        Check.Of("恢复密钥", "Recovery key", Key),
    ];

    private static Finding Last(DoctorContext patient)
    {
        var record = BackupRecords.Last(patient.Folder);
        var good = BackupRecords.GoodOf(record);
        var now = Instant.FromDateTimeOffset(patient.Time.GetUtcNow());
        var todo = new Text("现在做一个：estate backup --to U盘文件夹", "make one now: estate backup --to FOLDER-OF-A-USB-DISK");
        return record is null || good is not { } at ? new(Level.Wrong, new("还没有做成过一次", "none has been made here yet"), todo)
            : record.Problem is { } problem
                ? new(Level.Wrong,
                new($"上一次没有做好（最后一次好的是 {at}）：{problem}", $"the last one went wrong (the last good one is of {at}): {problem}"), todo)
            : now - at > Late ? new(Level.Wrong, new($"已经 {(now - at).TotalHours:0} 小时了", $"{(now - at).TotalHours:0} hours old"), todo)
            : Finding.Ok(
                $"{(now - at).TotalHours:0} 小时前，已试恢复，完好，{record.Bytes / 1_000_000} MB",
                $"{(now - at).TotalHours:0} hours ago, restored for a trial, in order, {record.Bytes / 1_000_000} MB");
    }

    private static Finding Place(DoctorContext patient)
    {
        if (patient.Model is not { } model)
            return new(Level.Warn, new("配置文件有错，不知道", "unknown: the estate's file has mistakes"));
        if (model.Backup is not { } plan)
            return new(
                Level.Warn, new("没有设每晚自动备份", "nobody asked for one each night"),
                new("在 estate.yaml 里加：backup: { folder: /media/backup/estate }",
                "add to estate.yaml: backup: { folder: /media/backup/estate }"));
        if (!Directory.Exists(plan.Folder))
            return new(
                Level.Wrong, new($"{plan.Folder} 不存在", $"{plan.Folder} is not there"),
                new("插好 U 盘并挂载", "plug the USB disk in and mount it"));
        if (CannotWrite(plan.Folder, patient) is { } finding)
            return finding;
        return Mounts.Of(plan.Folder).Point == Mounts.Of(patient.Folder.Root).Point
            ? new(Level.Warn, new($"{plan.Folder} 和数据在同一张卡上：卡坏了备份也没了", $"{plan.Folder} is on the same disk as the data: it dies with it"),
                new("换成 U 盘上的文件夹", "name a folder of a USB disk"))
            : Finding.Ok(
                $"{plan.Folder}，每天 {plan.At:HH:mm}，留 {plan.Keep} 份", $"{plan.Folder}, each day at {plan.At:HH:mm}, {plan.Keep} are kept");
    }

    /// <summary>Tried as the gateway will tonight; somebody else may write where it may not, or the reverse.</summary>
    private static Finding? CannotWrite(string folder, DoctorContext patient)
    {
        var user = Environment.UserName;
        if (DiskChecks.OwnersOf([patient.Folder.Root]) is not [var owner] || owner != user || WriteProbe.In(folder) is not { } problem)
            return null;
        var todo = Mounts.Of(folder) is { IsReadOnly: true } mount
            ? new Text(
                $"U 盘变成只读了：sudo mount -o remount,rw {mount.Point}；还不行就换一个 U 盘",
                $"its disk is read-only: sudo mount -o remount,rw {mount.Point}; if that does not help, take another disk")
            : new Text(
                $"sudo chown -R {user}: {folder}；如果是空间满了，就删掉盘上不要的文件",
                $"sudo chown -R {user}: {folder}; where the disk is full, delete from it what nobody needs");
        return new(
            Level.Wrong,
            new($"网关（用户 {user}）写不进 {folder}，今晚备份不了：{problem}",
            $"the gateway (user {user}) cannot write to {folder}, so there will be no backup tonight: {problem}"), todo);
    }

    private static Finding Key(DoctorContext patient) =>
        !patient.Folder.HasBackupKey || !patient.HasDatabase || patient.Verdict.Audit is null
        || SupportFigures.LastDone(patient.Database, BackupCommand.KeyPrinted) is not { } at
        ? new(Level.Wrong, new("还没有人打印过：机器坏了，备份就打不开", "nobody has printed it: if this machine dies, no backup can be opened"),
            new("estate backup key，打印后放进业委会的保险柜", "estate backup key; print it, keep it in the committee's safe"))
        : Finding.Ok($"{at} 打印过", $"printed at {at}");
}
