using Estate.District.Accounts;
using Estate.District.Estates;
using Npgsql;
using NpgsqlTypes;

namespace Estate.District.Reports;

/// <summary>An estate or a street before and after a day; null where nothing is known, or may be said.</summary>
public sealed record ChangedRow(string Id, NameInBoth Name, double? Before, double? After)
{
    public double? Change => After - Before;
}

/// <summary>
/// What a question's answer was before a day and since, over as many days on both sides, in whole weeks, so that Sundays weigh the same:
/// where does sorting fall since the windows changed?
/// </summary>
internal sealed class Changes(NpgsqlDataSource source)
{
    internal const int MostWeeks = 26;

    /// <param name="span">The day, and how many weeks there are on each side of it.</param>
    /// <returns>What got worse first; what is not known last.</returns>
    internal async Task<IReadOnlyList<ChangedRow>> AskAsync(
        Account account, Question question, bool isByStreet, (DateOnly Since, int Weeks) span, CancellationToken stop)
    {
        var who = isByStreet ? "street_zh, street_zh, street_en" : "estate.site, name_zh, name_en";
        await using var command = source.CreateCommand(
            $"""
            {DaySql.Of(question.Columns)}
            SELECT {who}, coalesce(d.day >= $4, false), round(sum({question.Above}), 3),
                round(sum({question.Below ?? "NULL::bigint"}), 3)
            FROM estate LEFT JOIN d ON d.site = estate.site {(question.IsOfHouseholds ? "AND d.is_told" : "")} WHERE {account.Column} = $1
            GROUP BY 1, 2, 3, 4
            """);
        command.Parameters.Add(new() { Value = account.Area, NpgsqlDbType = NpgsqlDbType.Text });
        foreach (var day in new[] { span.Since.AddDays(-7 * span.Weeks), span.Since.AddDays(7 * span.Weeks), span.Since })
            command.Parameters.Add(new() { Value = day, NpgsqlDbType = NpgsqlDbType.Date });
        var all = new Dictionary<string, ChangedRow>();
        await using var rows = await command.ExecuteReaderAsync(stop);
        while (await rows.ReadAsync(stop))
        {
            var row = all.GetValueOrDefault(rows.GetString(0))
                ?? new(rows.GetString(0), new(rows.GetString(1), rows.GetString(2)), null, null);
            var answer = Comparisons.AnswerOf(question, rows);
            all[row.Id] = rows.GetBoolean(3) ? row with { After = answer } : row with { Before = answer };
        }
        var isWorseLower = question.Unit == AnswerUnit.Percent;
        return [.. all.Values.OrderBy(row => row.Change is { } change ? isWorseLower ? change : -change : double.MaxValue)
            .ThenBy(row => row.Id, StringComparer.Ordinal)];
    }
}
