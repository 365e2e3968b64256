using Estate.Adapters.Storage;
using Estate.Adapters.Storage.Privacy;
using Estate.Domain.Devices;
using Estate.Gateway;
using Estate.Gateway.Backup;
using Estate.Gateway.Configuration;
using Estate.Gateway.People;
using NodaTime;

namespace Estate.Cli.Privacy;

/// <summary>
/// The sheet for the yearly audit of personal information: what is kept and how much of it, how long, who may see it, and what was given
/// out and forgotten. Numbers and words of the program only; it changes nothing, also beside a running gateway.
/// </summary>
internal sealed class PrivacyReport(EstateModel model, DataFolder folder, Instant now)
{
    private static readonly Duration Year = Duration.FromDays(365);

    private readonly HoldingLines _words = new(model.Programme.Zone);

    /// <exception cref="ConfigurationException">There is no database, or an older program wrote it.</exception>
    internal IReadOnlyList<SheetSection> Make()
    {
        var database = Open();
        var holdings = new PersonalRecordCounter(database, DeviceKinds.WithoutCards(model.Programme.Zone)).Count(model.Retention);
        return
        [
            new(new("个人信息保护审计表", "Personal information: sheet for the yearly audit"), [Heading]),
            new(new("保存了什么、为什么、多久、现有多少", "What is kept, what for, how long, and how much there is"), [.. holdings.SelectMany(_words.Of)]),
            new(new("数据库以外", "Besides the database"), [.. Elsewhere()]),
            new(new("未成年人", "Minors"), PrivacyTexts.Minors),
            new(new("同意", "Consents"), [.. PrivacyTexts.Consents, .. Done(database, PrivacyTexts.Beginnings)]),
            new(new("谁能看到", "Who may see it"), [.. Access()]),
            new(new("给出、忘记和清理", "Given out, forgotten, cleared"), [.. Done(database, PrivacyTexts.Rights), LastClearing(database)]),
        ];
    }

    private Text Heading => new(
        $"小区 {model.Site} {model.Name.Zh}，{_words.Date(now)}", $"Estate {model.Site} {model.Name.En}, {_words.Date(now)}");

    private EstateDatabase Open()
    {
        if (EstateDatabase.SchemaOf(folder.Database) is not { } schema)
            throw HouseholdRecords.NoDatabase(folder);
        if (schema < EstateDatabase.NewestSchema)
            throw new ConfigurationException(new Text(
                $"{folder.Database} 是旧版本的程序写的，请先启动一次网关",
                $"{folder.Database} was written by an older program: start the gateway once, which brings it up to date"));
        return EstateDatabase.OpenReadOnly(folder.Database);
    }

    private IEnumerable<Text> Elsewhere()
    {
        var (copies, days) = (Copies(), model.Retention.BackupsDays);
        yield return new(
            $"· 备份（加密）：最长 {days} 天，最新一份除外；{copies.Zh}", $"- backups (encrypted): at most {days} days but for the newest; {copies.En}");
        foreach (var line in PrivacyTexts.Nowhere)
            yield return line;
    }

    private Text Copies()
    {
        try
        {
            var made = new OldCopies(model, folder).Made();
            return made.Count == 0 ? new("现在没有", "there is none now")
                : new($"现有 {made.Count} 份，最早 {_words.Date(made.Min())}", $"{made.Count} now, the oldest of {_words.Date(made.Min())}");
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return new($"现在看不到：{failure.Message}", $"cannot be looked at now: {failure.Message}");
        }
    }

    private static IEnumerable<Text> Access() =>
        AccessTable.Readers.Select(one => (Names: AccountTexts.Of(one.Roles), Paths: string.Join(" ", one.Paths)))
            .Select(one => new Text($"· {one.Names.Zh}：{one.Paths}", $"- {one.Names.En}: {one.Paths}"))
            .Concat(PrivacyTexts.Access);

    /// <summary>How often, and when last; of the audit.</summary>
    private IEnumerable<Text> Done(EstateDatabase database, IReadOnlyDictionary<string, Text> actions)
    {
        var done = SupportFigures.Done(database, [.. actions.Keys], now - Year);
        foreach (var (action, what) in actions)
            yield return done.TryGetValue(action, out var times)
                ? new($"· {what.Zh}：一年内 {times.Since} 次，总共 {times.Ever} 次，最近 {_words.Date(times.Last)}",
                    $"- {what.En}: {times.Since} in the last year, {times.Ever} in all, last on {_words.Date(times.Last)}")
                : new($"· {what.Zh}：从未", $"- {what.En}: never");
    }

    private Text LastClearing(EstateDatabase database)
    {
        if (Retention.Last(database) is not { } last)
            return new("· 到期清理：从未运行", "- clearing of what is due: never run");
        var left = last.Target == Retention.NothingLeft ? new Text("没有剩下", "nothing left") : new("有剩下的", "something left");
        return new(
            $"· 到期清理：最近 {_words.Date(last.At)}，{left.Zh}（{last.Detail}）",
            $"- clearing of what is due: last on {_words.Date(last.At)}, {left.En} ({last.Detail})");
    }
}
