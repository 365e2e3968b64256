using Estate.Domain.Devices;
using Estate.Domain.Funds;

namespace Estate.Web.Funds;

/// <summary>The common income in words.</summary>
internal static class FundViews
{
    internal static Text Heading { get; } = new("公共收益", "Common income");

    /// <summary>Nothing where it is nought.</summary>
    internal static string Amount(long cents) => cents == 0 ? "" : FundTerms.Yuan(cents);
}

/// <summary>For everybody's spreadsheet, in the form in which a table is imported.</summary>
internal sealed record FundCsvRow(string Item, string Income, string Expense, string Balance, string Project)
{
    internal static IEnumerable<FundCsvRow> Of(FundTable table) =>
        table.Rows.Select(row => new FundCsvRow(
            row.Item.Zh == row.Item.En ? row.Item.Zh : $"{row.Item.Zh} | {row.Item.En}", FundViews.Amount(row.IncomeCents),
            FundViews.Amount(row.ExpenseCents), FundTerms.Yuan(row.BalanceCents), row.Project))
        .Prepend(new("期初余额 | Opening balance", "", "", FundTerms.Yuan(table.OpeningCents), ""));
}

/// <summary>A quarter for everybody; amounts in cents (分).</summary>
internal sealed record FundTableBody(
    string Quarter, long OpeningCents, long IncomeCents, long ExpenseCents, long ClosingCents, IReadOnlyList<FundRow> Rows)
{
    internal static FundTableBody Of(FundTable one) =>
        new(one.Quarter, one.OpeningCents, one.IncomeCents, one.ExpenseCents, one.ClosingCents, one.Rows);
}
