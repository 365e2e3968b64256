using System.CommandLine;
using System.Globalization;
using System.Net;
using Estate.Adapters.Storage;
using Estate.Gateway.Backup;
using Estate.Gateway.Configuration;
using Estate.Gateway.People;
using Estate.Web.Shared;
using QRCoder;

namespace Estate.Cli.Commands;

/// <summary>A backup now, also while the gateway runs; and the key that opens backups, for paper.</summary>
internal static class BackupCommand
{
    /// <summary>In the audit: somebody has the key on paper.</summary>
    internal const string KeyPrinted = "backup_key_printed";

    internal static Command Create()
    {
        var (estate, data) = (CommonOptions.Estate(), CommonOptions.Data());
        var to = new Option<string?>("--to")
        {
            Description = "A file, or a folder that is there; without it the folder of backup: in the "
            + "estate's file, else the folder one is in"
        };
        var keep = new Option<int?>("--keep") { Description = "How many backups of this estate stay in that folder; all without it" };
        var command = new Command(
            "backup", "Make an encrypted backup of everything and restore it for a trial; the gateway goes on meanwhile")
        {
            to, keep, estate, data,
        };
        command.Add(Key());
        command.SetAction((parsed, stop) => Task.Run(
            () =>
            {
                var folder = CommonOptions.Folder(parsed.GetRequiredValue(data));
                if (!File.Exists(folder.Database))
                    throw new ConfigurationException(
                        $"{folder.Root} holds no estate yet: there is nothing to back up. Name the folder with --data.");
                var model = CommonOptions.Model(parsed.GetRequiredValue(estate), folder);
                var started = TimeProvider.System.GetTimestamp();
                var verdict = new BackupMaker(folder, model, TimeProvider.System)
                    .Make(parsed.GetValue(to) ?? model.Backup?.Folder ?? Environment.CurrentDirectory, parsed.GetValue(keep), stop);
                foreach (var path in BackupContents.Outside(model))
                    Console.WriteLine($"注意：不在备份里 / Not in the backup, because it lies elsewhere: {path}");
                Console.WriteLine(Line(verdict, TimeProvider.System.GetElapsedTime(started)));
                return verdict.Problem is null ? 0 : 1;
            }, stop));
        return command;
    }

    private static string Line(BackupVerdict verdict, TimeSpan took) => (verdict.Problem is { } problem
            ? $"备份已写好，但小区的数据本身有问题 / written, but what it is a true copy of is NOT in order: {problem}"
            : "备份已做好并试恢复通过 / made, and restored for a trial: in order")
        + string.Create(CultureInfo.InvariantCulture, $"  {verdict.File}  {verdict.Bytes / 1e6:0.0} MB, {verdict.Figures.Facts} facts, "
        + $"{verdict.Figures.Transfers} transfers, {took.TotalSeconds:0.0} s");

    private static Command Key()
    {
        var data = CommonOptions.Data();
        var to = new Option<FileInfo?>("--to")
        { Description = "Write a page to print (HTML) instead of the screen; delete it once it is printed" };
        var key = new Command(
            "key", "Show the recovery key, to be kept on paper where a fire or a thief at the gateway does not reach it") { to, data };
        key.SetAction(parsed =>
        {
            var folder = CommonOptions.Folder(parsed.GetRequiredValue(data));
            if (!File.Exists(folder.Database))
                throw new ConfigurationException($"{folder.Root} holds no estate yet: run init first, or name the folder with --data.");
            var sheet = folder.BackupKey();
            if (parsed.GetValue(to) is { } page)
                DataFolder.WritePrivate(page.FullName, System.Text.Encoding.UTF8.GetBytes(Page(sheet)));
            else
                foreach (var line in Screen(sheet))
                    Console.WriteLine(line);
            new AuditChain(EstateDatabase.Existing(folder.Database), folder.AuditKey())
                .Append(new(TokensCommand.Now, Caller.Local, KeyPrinted, sheet.Id, ""));
            if (parsed.GetValue(to) is { } written)
                Console.WriteLine($"请打印 {written.FullName}，然后删除它。 / Print {written.FullName}, then delete it.");
        });
        return key;
    }

    private static IEnumerable<string> Screen(BackupKey key) =>
    [
        $"恢复密钥（编号 {key.Id}） / Recovery key, number {key.Id}",
        "",
        .. key.Sheet.Select((line, index) => $"  {index + 1}   {line}"),
        "",
        AsciiQRCodeOf(key),
        "请抄写或打印两份，放进业委会的保险柜。没有它，备份谁也打不开，包括我们。",
        "Print or copy it twice, and keep it in the committee's safe. Without it nobody can open the backups, not even we.",
    ];

    private static string AsciiQRCodeOf(BackupKey key)
    {
        using var code = QRCodeGenerator.GenerateQrCode(string.Concat(key.Sheet), QRCodeGenerator.ECCLevel.M);
        using var drawn = new AsciiQRCode(code);
        return drawn.GetGraphicSmall();
    }

    private static string Page(BackupKey key) =>
        $"""
        <!doctype html><html lang="zh"><meta charset="utf-8"><title>恢复密钥 / Recovery key</title>
        <style>body{"{"}font:16px sans-serif;margin:3em{"}"} pre{"{"}font-size:22px;line-height:2{"}"} svg{"{"}width:6cm{"}"}</style>
        <h1>恢复密钥 / Recovery key</h1><p>编号 / number {key.Id}</p>
        <pre>{WebUtility.HtmlEncode(string.Join('\n', key.Sheet.Select((line, index) => $"{index + 1}   {line}")))}</pre>{QrCode.Svg(
            string.Concat(key.Sheet))}
        <p>网关坏了、要把备份恢复到新机器上时，需要这张纸。请放进业委会的保险柜。没有它，备份谁也打不开。</p>
        <p>When the gateway is dead and its backup is brought back on a new machine, this sheet is asked for.
        Keep it in the committee's safe. Without it nobody can open the backups.</p>
        </html>
        """;
}
