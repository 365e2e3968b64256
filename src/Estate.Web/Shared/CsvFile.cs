using System.Globalization;
using System.Text;
using CsvHelper;
using CsvHelper.Configuration;
using CsvHelper.TypeConversion;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Estate.Web.Shared;

/// <summary>
/// A list as a file for a spreadsheet. UTF-8 with its mark, so that Excel reads Chinese; what a spreadsheet would run is made text.
/// </summary>
internal static class CsvFile
{
    /// <summary>Where a text begins with one; the wide ones count as the narrow in a Chinese Excel.</summary>
    private static readonly char[] RunBySpreadsheets = ['=', '+', '-', '@', '\t', '\r', '\n', '\uff1d', '\uff0b', '\uff0d', '\uff20'];

    internal static IResult Of<T>(string name, IEnumerable<T> rows) => Written(name, csv =>
    {
        csv.Context.TypeConverterCache.AddConverter<string>(new PlainText());
        csv.WriteRecords(rows);
    });

    /// <summary>A table whose columns are known only now: a name, and cells that are numbers or our own words.</summary>
    internal static IResult OfTable(
        string name, IEnumerable<string> heads, IEnumerable<(string Name, IEnumerable<string> Cells)> rows) => Written(name, csv =>
    {
        foreach (var head in heads)
            csv.WriteField(Plain(head));
        csv.NextRecord();
        foreach (var (row, cells) in rows)
        {
            csv.WriteField(Plain(row));
            foreach (var cell in cells)
                csv.WriteField(cell);
            csv.NextRecord();
        }
    });

    private static FileContentHttpResult Written(string name, Action<CsvWriter> write)
    {
        var text = new StringWriter(CultureInfo.InvariantCulture);
        using (var csv = new CsvWriter(text, CultureInfo.InvariantCulture))
            write(csv);
        return TypedResults.File([.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(text.ToString())], "text/csv; charset=utf-8", name);
    }

    private static string Plain(string text) => text.Length > 0 && RunBySpreadsheets.Contains(text[0]) ? "'" + text : text;

    /// <summary>Texts only: people type some of them. Numbers keep their signs.</summary>
    private sealed class PlainText : DefaultTypeConverter
    {
        public override string ConvertToString(object? value, IWriterRow row, MemberMapData memberMapData) =>
            value is string text ? Plain(text) : "";
    }
}
