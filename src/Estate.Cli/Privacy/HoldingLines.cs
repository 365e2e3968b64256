using System.Globalization;
using Estate.Adapters.Storage.Privacy;
using Estate.Domain.Devices;
using NodaTime;

namespace Estate.Cli.Privacy;

/// <summary>What is kept, in words: one paragraph for each kind of record.</summary>
internal sealed class HoldingLines(DateTimeZone zone)
{
    internal IEnumerable<Text> Of(PersonalHolding holding)
    {
        var (record, kept) = (holding.Record, Kept(holding));
        yield return new($"· {record.What.Zh} [{record.Name}]", $"- {record.What.En} [{record.Name}]");
        yield return new($"    用途：{record.Why.Zh}", $"    for: {record.Why.En}");
        yield return new($"    保存：{kept.Zh}", $"    kept: {kept.En}");
        foreach (var count in holding.Counts)
        {
            var now = Count(count, record.Whom);
            yield return count.Where is { } place ? new($"      {place.Zh}：{now.Zh}", $"      {place.En}: {now.En}")
                : new($"    现有：{now.Zh}", $"    now: {now.En}");
        }
    }

    private static Text Kept(PersonalHolding holding) => holding.Days is > 0 and var days
        ? new($"{holding.Record.Until.Zh}之日起 {days} 天", $"{days} days {holding.Record.Until.En}")
        : holding.Record.Until;

    private Text Count(PersonalCount count, Text whom)
    {
        var (rows, persons) = (Number(count.Rows), count.Persons is { } some ? Number(some) : null);
        var oldest = count.Oldest is { } at ? Date(at) : null;
        return new(
            $"{rows} 条{(persons is null ? "" : $"，{persons} {whom.Zh}")}{(oldest is null ? "" : $"，最早 {oldest}")}",
            $"{rows} rows{(persons is null ? "" : $"; {whom.En}: {persons}")}{(oldest is null ? "" : $"; the oldest of {oldest}")}");
    }

    internal string Date(Instant at) => at.InZone(zone).Date.ToString("uuuu-MM-dd", CultureInfo.InvariantCulture);

    private static string Number(long number) => number.ToString("N0", CultureInfo.InvariantCulture);
}
