using System.CommandLine;
using System.Globalization;
using Estate.Cli.Backup;
using Estate.Gateway.Backup;
using Estate.Gateway.Configuration;

namespace Estate.Cli.Commands;

/// <summary>Brings an estate back from a backup: the way onto a new machine.</summary>
internal static class RestoreCommand
{
    private const string KeyVariable = "ESTATE_BACKUP_KEY";

    internal static Command Create()
    {
        var estate = new Option<string?>("--estate")
        { Description = "Where the estate's file goes; without it ESTATE_FILE of the environment" };
        var data = new Option<string?>("--data")
        { Description = "The folder everything goes to; without it ESTATE_DATA of the environment" };
        var file = new Argument<string>("file") { Description = "The backup" };
        var keyFile = new Option<FileInfo?>("--key-file")
        {
            Description = "A file with the recovery key as printed, or a copy of "
            + $"secrets/backup.key; without it the key is asked for, or taken from {KeyVariable}"
        };
        var replace = new Option<bool>("--replace") { Description = "Move aside what is there (to DIR.before-DATE); nothing is deleted" };
        var command = new Command(
            "restore", "Bring everything back from a backup, all of it or nothing") { file, keyFile, replace, estate, data };
        command.SetAction((parsed, stop) => Task.Run(
            () =>
            {
                var name = parsed.GetRequiredValue(file);
                // No default, unlike the other commands: a restore names its target.
                var folder = new DataFolder(
                    parsed.GetValue(data) ?? Environment.GetEnvironmentVariable("ESTATE_DATA") ?? throw Missing("--data DIR"));
                var estateFile = parsed.GetValue(estate) ?? Environment.GetEnvironmentVariable("ESTATE_FILE")
                    ?? throw Missing("--estate FILE");
                if (!File.Exists(name))
                    throw new ConfigurationException($"没有这个文件 / There is no file {name}. Is the USB disk plugged in and mounted?");
                // Says what the file is before anybody looks for a sheet of paper.
                var header = BackupOpener.Peek(name);
                header.RefuseNewer(name);
                var key = Key(parsed.GetValue(keyFile), header.Key);
                var started = TimeProvider.System.GetTimestamp();
                var restored = new Restorer(folder, estateFile, TimeProvider.System).Run(name, key, parsed.GetValue(replace), stop);
                PrintSummary(restored, folder, TimeProvider.System.GetElapsedTime(started));
            }, stop));
        return command;
    }

    private static ConfigurationException Missing(string option) => new($"请说明恢复到哪里：{option} / Say where it goes: {option}");

    private static BackupKey Key(FileInfo? file, string number)
    {
        if (file is not null)
            return file.Exists ? FromBytes(File.ReadAllBytes(file.FullName))
                : throw new ConfigurationException($"没有这个文件 / There is no file {file.FullName}");
        if (Environment.GetEnvironmentVariable(KeyVariable) is { Length: > 0 } given)
            return BackupKey.Parse(given);
        Console.WriteLine($"请输入恢复密钥（编号 {number}，纸上四行），最后按回车。 / Type the recovery key (number {number}, four lines on paper).");
        var lines = new List<string>();
        while (lines.Sum(line => line.Count(char.IsAsciiLetterOrDigit)) < BackupKey.Letters && Console.ReadLine() is { } line)
            lines.Add(line);
        return lines.Count > 0 ? BackupKey.Parse(string.Concat(lines))
            : throw new ConfigurationException("没有恢复密钥，备份打不开。它印在业委会保险柜里的恢复单上。 / Without the recovery key the backup cannot be opened. "
                + $"It is on the sheet in the committee's safe; give it with --key-file, in {KeyVariable}, or type it.");
    }

    private static BackupKey FromBytes(byte[] content) =>
        content.Length == BackupKey.Bytes ? new(content) : BackupKey.Parse(System.Text.Encoding.ASCII.GetString(content));

    private static void PrintSummary(Restored restored, DataFolder folder, TimeSpan took)
    {
        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"已全部恢复 / Everything is back in {folder.Root} ({took.TotalSeconds:0.0} s): {Restorer.RestoredText(restored)}"));
        foreach (var problem in restored.Problems)
            Console.WriteLine($"注意，备份里的数据本身有问题 / What was backed up was not in order even then: {problem}");
        foreach (var (was, now) in restored.MovedAside)
            Console.WriteLine($"原来的在 / What was there before is {now}. 要撤销 / To undo: mv {was} {was}.restored && mv {now} {was}");
        Console.WriteLine("接下来 / Next: sudo systemctl restart estate-broker estate-gateway && sudo estate doctor");
    }
}
