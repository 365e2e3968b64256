using Estate.Adapters.Storage;
using Estate.Adapters.Storage.Damage;
using Estate.Domain.Devices;

namespace Estate.Cli.Doctor;

/// <summary>The database: whole, of this program's time, and adding up.</summary>
internal static class DatabaseChecks
{
    private const int MaxListed = 10;

    private static readonly Text Restore = new(
        "用最近一次好的备份恢复（docs/backup.md 有步骤），旧文件不要删",
        "restore the last good backup (docs/backup.md has the steps); do not delete the old files");

    internal static IReadOnlyList<Check> All { get; } =
    [
        Check.Of("数据库版本", "Database schema", Schema),
        Check.Of("数据库文件", "Database file", Integrity),
        Check.Of("读不出来的记录", "Damaged rows", Damaged),
        Check.Of("积分账目", "Ledger", Ledger),
        Check.Of("操作记录", "Audit", Audit),
    ];

    private static Finding Schema(DoctorContext patient) => EstateDatabase.SchemaOf(patient.Folder.Database) switch
    {
        null => new(
            Level.Wrong, new($"{patient.Folder.Database} 不存在", $"{patient.Folder.Database} is not there"),
            new("检查 --data；新装的先运行 init", "check --data; on a new machine run init, or restore")),
        { } schema when schema > EstateDatabase.NewestSchema =>
            new(Level.Wrong,
            new($"版本 {schema} 比本程序（{EstateDatabase.NewestSchema}）新",
            $"{schema} is newer than this program ({EstateDatabase.NewestSchema})"), new("安装更新的程序；现在的程序不会动它",
            "install the newer program; this one does not touch it")),
        { } schema when schema < EstateDatabase.NewestSchema =>
            new(Level.Warn,
            new($"版本 {schema}，下次启动时升级到 {EstateDatabase.NewestSchema}，升级前自动留副本",
            $"{schema}; the next start brings it to {EstateDatabase.NewestSchema} and keeps a copy")),
        { } schema => Finding.Ok($"版本 {schema}", $"{schema}"),
    };

    private static Finding Integrity(DoctorContext patient) => !patient.HasDatabase ? Skipped
        : patient.Verdict.Integrity is { } damage ? new(Level.Wrong, new($"已损坏：{damage}", $"damaged: {damage}"), Restore)
        : Finding.Ok(
            patient.IsThorough ? "完好（彻底检查）" : "完好（快速检查；--thorough 更彻底）", patient.IsThorough ? "whole (thorough check)"
            : "whole (quick check; --thorough looks closer)");

    private static Finding Damaged(DoctorContext patient)
    {
        if (EstateDatabase.SchemaOf(patient.Folder.Database) != EstateDatabase.NewestSchema)
            return Skipped;
        var rows = new DamagedRows(patient.Database, []).Kept();
        var told = string.Join("; ", rows.Take(MaxListed)) + (rows.Count > MaxListed ? "; …" : "");
        return rows.Count == 0 ? Finding.Ok("没有", "none") : new(
            Level.Wrong,
            new($"启动时取出 {rows.Count} 条：{told}", $"a start took {rows.Count} out: {told}"),
            new("用最近一次好的备份恢复；用 estate rows list 看全部，不再需要时 estate rows forget",
                "restore the last good backup; estate rows list shows all, estate rows forget gives them up"))
        {
            IsPrivate = true,
        };
    }

    private static Finding Ledger(DoctorContext patient) => !patient.HasDatabase || patient.Verdict.Ledger is not { } ledger ? Skipped
        : ledger.Problem is { } problem ? new(Level.Wrong, new($"对不上：{problem}", problem), Restore)
        : Finding.Ok(
            $"{ledger.Transfers} 笔转账、{ledger.Accounts} 个账户，全部对得上", $"{ledger.Transfers} transfers, {ledger.Accounts} accounts, all add up");

    private static Finding Audit(DoctorContext patient) => !patient.HasDatabase || patient.Verdict.Audit is not { } audit ? Skipped
        : patient.Folder.Find("audit.key") is null
            ? new(Level.Warn, new("secrets/audit.key 不在，无法核对", "secrets/audit.key is not there: it cannot be checked"), Restore)
        : audit.Problem is { } problem
            ? new(Level.Wrong, new($"第 {audit.Entries} 条之后断了：{problem}", $"broken after {audit.Entries} entries: {problem}"),
            new("告诉业委会：有人改过，或文件损坏", "tell the committee: somebody changed it, or the file is damaged"))
            { IsPrivate = true }
        : Finding.Ok($"{audit.Entries} 条，没有被改过", $"{audit.Entries} entries, none changed");

    private static Finding Skipped => new(Level.Warn, new("没有可看的数据库", "there is no database to look at"));
}
