using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using CsvHelper;
using CsvHelper.Configuration;
using Estate.Domain.Devices;
using Estate.Domain.Funds;

namespace Estate.Web.Funds;

/// <summary>
/// A quarter's table as a file: <c>item, income, expense, balance, project</c>, heads in either language. Its first row is what was there
/// before. Amounts in yuan, up to two digits.
/// </summary>
internal static class FundFile
{
    private static readonly (string Name, string[] Heads)[] Columns =
    [
        ("item", ["item", "项目", "摘要"]), ("income", ["income", "收入"]), ("expense", ["expense", "支出"]), ("balance", ["balance", "余额"]),
        ("project", ["project", "工程"]),
    ];

    private static readonly string[] Amounts = ["income", "expense", "balance"];

    private static readonly CsvConfiguration Loosely = new(CultureInfo.InvariantCulture)
    {
        BadDataFound = null,
        MissingFieldFound = null,
        PrepareHeaderForMatch = header => header.Header.Trim().ToLowerInvariant(),
        TrimOptions = TrimOptions.Trim,
    };

    /// <returns>The table, or which row cannot be read, and why.</returns>
    internal static (FundTable? Table, Text Mistake) Read(string text, string quarter)
    {
        using var csv = new CsvReader(new StringReader(text.TrimStart('\uFEFF')), Loosely);
        if (!csv.Read() || !csv.ReadHeader() || IndexOf(csv, "item") < 0 || IndexOf(csv, "balance") < 0)
            return (null, new(
                "第一行是表头：项目,收入,支出,余额,工程", "the first line names the columns: item,income,expense,balance,project"));
        var (rows, opening) = (new List<FundRow>(), (long?)null);
        for (var number = 1; csv.Read(); number++)
        {
            if (rows.Count > FundTerms.MostRows)
                break;
            var amounts = Amounts.Select(name => Cents(Field(csv, name))).ToList();
            if (amounts.Any(amount => amount is null) || Field(csv, "balance").Length == 0)
                return (null, new(
                    $"第 {number} 行：金额写成 1234.50 这样，余额每行都要填", $"row {number}: amounts are written as 1234.50, and each row has a balance"));
            if (opening is null && amounts[0] + amounts[1] > 0)
                return (null, new("第 1 行是期初余额：只填余额", "row 1 is what was there before: only its balance is filled in"));
            if (opening is null)
                opening = amounts[2];
            else
                rows.Add(new(ItemOf(Field(csv, "item")), amounts[0]!.Value, amounts[1]!.Value, amounts[2]!.Value, Field(csv, "project")));
        }
        return opening is null ? (null, new("表里没有内容", "there is nothing in the table"))
            : (new("", quarter, opening.Value, rows.ToImmutableArray()), default);
    }

    /// <summary>Files that are no UTF-8 would be read wrongly.</summary>
    internal static string? TextOf(byte[] bytes)
    {
        try
        {
            return new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true).GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }

    private static int IndexOf(CsvReader csv, string name)
    {
        var heads = Columns.Single(column => column.Name == name).Heads;
        return Array.FindIndex(csv.HeaderRecord ?? [], head => heads.Contains(head.Trim().ToLowerInvariant()));
    }

    private static string Field(CsvReader csv, string name) =>
        IndexOf(csv, name) is >= 0 and var index && csv.TryGetField<string>(index, out var text) ? text?.Trim() ?? "" : "";

    /// <summary>Null for what is no amount; nought for nothing.</summary>
    private static long? Cents(string text) =>
        text.Length == 0 ? 0
        : decimal.TryParse(text, NumberStyles.Number, CultureInfo.InvariantCulture, out var yuan)
            && Math.Abs(yuan) <= FundTerms.MostCents / 100m && decimal.Round(yuan, 2) == yuan ? (long)(yuan * 100) : null;

    private static Text ItemOf(string text)
    {
        var parts = text.Split('|', 2, StringSplitOptions.TrimEntries);
        return parts.Length == 2 ? new(parts[0], parts[1]) : Text.Same(parts[0]);
    }
}
