using Estate.District.Accounts;
using Estate.District.Estates;
using Npgsql;
using NpgsqlTypes;

namespace Estate.District.Reports;

/// <summary>An estate or a street over weeks; null where nothing is known, or may be said.</summary>
public sealed record ComparedRow(string Id, NameInBoth Name, IReadOnlyList<double?> Weeks);

/// <summary>Answers one question for all estates somebody may see, or for their streets, week by week.</summary>
internal sealed class Comparisons(NpgsqlDataSource source)
{
    internal const int MostWeeks = 53;

    /// <param name="span">From the Monday that the first week begins with.</param>
    internal async Task<IReadOnlyList<ComparedRow>> AskAsync(
        Account account, Question question, bool isByStreet, (DateOnly First, int Weeks) span, CancellationToken stop)
    {
        var who = isByStreet ? "street_zh, street_zh, street_en" : "estate.site, name_zh, name_en";
        await using var command = source.CreateCommand(
            $"""
            {DaySql.Of(question.Columns)}
            SELECT {who}, coalesce((d.day - $2) / 7, -1), round(sum({question.Above}), 3),
                round(sum({question.Below ?? "NULL::bigint"}), 3)
            FROM estate LEFT JOIN d ON d.site = estate.site {(question.IsOfHouseholds ? "AND d.is_told" : "")} WHERE {account.Column} = $1
            GROUP BY 1, 2, 3, 4 ORDER BY 1, 4
            """);
        Add(command, account, span);
        var all = new Dictionary<string, (NameInBoth Name, double?[] Weeks)>();
        await using var rows = await command.ExecuteReaderAsync(stop);
        while (await rows.ReadAsync(stop))
        {
            if (!all.TryGetValue(rows.GetString(0), out var row))
                all[rows.GetString(0)] = row = (new(rows.GetString(1), rows.GetString(2)), new double?[span.Weeks]);
            if (rows.GetInt32(3) is var week and >= 0)
                row.Weeks[week] = AnswerOf(question, rows);
        }
        return [.. all.Select(one => new ComparedRow(one.Key, one.Value.Name, one.Value.Weeks))];
    }

    /// <summary>Trips of chargers of all of them by reason; a week of which nothing is known has no number.</summary>
    internal async Task<IReadOnlyList<ComparedRow>> ReasonsAsync(Account account, (DateOnly First, int Weeks) span, CancellationToken stop)
    {
        await using var command = source.CreateCommand(
            $"""
            SELECT CASE WHEN what LIKE 'trip/%' THEN substr(what, 6) ELSE '' END, (day - $2) / 7, sum(count)::bigint
            FROM rollup_day JOIN estate USING (site)
            WHERE {account.Column} = $1 AND day >= $2 AND day < $3 AND ({DaySql.Cuts} OR what = 'household') GROUP BY 1, 2
            """);
        Add(command, account, span);
        var (counts, known) = (TripReason.Texts.Keys.ToDictionary(reason => reason, _ => new long[span.Weeks]), new bool[span.Weeks]);
        await using var rows = await command.ExecuteReaderAsync(stop);
        while (await rows.ReadAsync(stop))
        {
            known[rows.GetInt32(1)] = true;
            if (counts.TryGetValue(rows.GetString(0), out var weeks))
                weeks[rows.GetInt32(1)] = rows.GetInt64(2);
        }
        return [.. counts.Select(one => new ComparedRow(
            one.Key, TripReason.Texts[one.Key], [.. one.Value.Select((count, week) => known[week] ? (double?)count : null)]))];
    }

    private static void Add(NpgsqlCommand command, Account account, (DateOnly First, int Weeks) span)
    {
        command.Parameters.Add(new() { Value = account.Area, NpgsqlDbType = NpgsqlDbType.Text });
        command.Parameters.Add(new() { Value = span.First, NpgsqlDbType = NpgsqlDbType.Date });
        command.Parameters.Add(new() { Value = span.First.AddDays(7 * span.Weeks), NpgsqlDbType = NpgsqlDbType.Date });
    }

    /// <param name="row">With what is added up in its fifth column, and what that is divided by in the sixth.</param>
    internal static double? AnswerOf(Question question, NpgsqlDataReader row) =>
        question.Below is null ? row.IsDBNull(4) ? null : (double)row.GetDecimal(4)
        : row.IsDBNull(5) || row.GetDecimal(5) == 0 ? null : (double)(row.GetDecimal(4) / row.GetDecimal(5));
}
