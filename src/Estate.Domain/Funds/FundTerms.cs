using System.Globalization;
using System.Text.RegularExpressions;
using Estate.Domain.Devices;

namespace Estate.Domain.Funds;

/// <summary>What a table must be like to be published; most of all, it adds up.</summary>
public static partial class FundTerms
{
    public const int MostRows = 200;
    private const int MaxItem = 100;

    /// <summary>Ten billion yuan.</summary>
    public const long MostCents = 1_000_000_000_000;

    /// <param name="before">The table of the quarter before, that is published; null: none.</param>
    /// <param name="isProject">Whether there is such a project.</param>
    internal static (string Reason, Text Text)? Problem(FundTable table, FundTable? before, Func<string, bool> isProject)
    {
        if (!Quarter().IsMatch(table.Quarter))
            return ("bad_table", new("季度写成 2026-Q3 这样", "the quarter is written as 2026-Q3"));
        if (table.OpeningCents is < -MostCents or > MostCents)
            return ("bad_table", new("第 1 行：期初余额太大", "row 1: what was there before is too much"));
        if (table.Rows.Length is 0 or > MostRows)
            return ("bad_table", new($"要有 1 到 {MostRows} 行", $"it has 1 to {MostRows} rows"));
        if (before is not null && string.CompareOrdinal(before.Quarter, table.Quarter) >= 0)
            return ("bad_table", new($"{before.Quarter} 已公布，只能公布之后的季度", $"{before.Quarter} is published; only later quarters can follow"));
        if (before is not null && before.ClosingCents != table.OpeningCents)
            return ("does_not_add_up", new(
                $"第 1 行：{before.Quarter} 期末余额是 {Yuan(before.ClosingCents)}，这里期初是 {Yuan(table.OpeningCents)}，"
                    + $"差 {Yuan(table.OpeningCents - before.ClosingCents)}",
                $"row 1: {before.Quarter} ended with {Yuan(before.ClosingCents)}, this begins with {Yuan(table.OpeningCents)}, "
                    + $"a difference of {Yuan(table.OpeningCents - before.ClosingCents)}"));
        var balance = table.OpeningCents;
        for (var i = 0; i < table.Rows.Length; i++)
            if (Problem(table.Rows[i], i + 2, ref balance, isProject) is { } wrong)
                return wrong;
        return null;
    }

    /// <summary>Yuan with two digits, as people write them.</summary>
    public static string Yuan(long cents) => (cents / 100m).ToString("#,0.00", CultureInfo.InvariantCulture);

    /// <param name="number">Of the row in the table, where the first is what was there before.</param>
    private static (string Reason, Text Text)? Problem(FundRow row, int number, ref long balance, Func<string, bool> isProject)
    {
        if (string.IsNullOrWhiteSpace(row.Item.Zh) || row.Item.Zh.Length > MaxItem)
            return ("bad_table", new($"第 {number} 行：要写明项目，最多 {MaxItem} 字", $"row {number}: say what it was, in at most {MaxItem} letters"));
        if (row.IncomeCents is < 0 or > MostCents || row.ExpenseCents is < 0 or > MostCents || row.IncomeCents > 0 == row.ExpenseCents > 0)
            return ("bad_table", new(
                $"第 {number} 行：收入和支出填一个，大于 0", $"row {number}: either an income or an expense, above 0"));
        if (row.Project.Length > 0 && !isProject(row.Project))
            return ("no_such_project", new($"第 {number} 行：没有项目 {row.Project}", $"row {number}: there is no project {row.Project}"));
        var due = balance + row.IncomeCents - row.ExpenseCents;
        if (due != row.BalanceCents)
            return ("does_not_add_up", new(
                $"第 {number} 行：余额应为 {Yuan(due)}，表里是 {Yuan(row.BalanceCents)}，差 {Yuan(row.BalanceCents - due)}",
                $"row {number}: the balance should be {Yuan(due)}, the table says {Yuan(row.BalanceCents)}, "
                    + $"a difference of {Yuan(row.BalanceCents - due)}"));
        balance = due;
        return null;
    }

    [GeneratedRegex(@"^20\d\d-Q[1-4]\z")]
    private static partial Regex Quarter();
}
