using System.Globalization;
using System.Text;
using CsvHelper;

namespace Estate.District.Pages;

/// <summary>
/// A table as a file for a spreadsheet. UTF-8 with its mark, so that Excel reads Chinese; what a spreadsheet would run is made text.
/// </summary>
internal static class CsvFile
{
    private static readonly char[] RunBySpreadsheets = ['=', '+', '-', '@', '\t', '\r', '\n', '\uff1d', '\uff0b', '\uff0d', '\uff20'];

    /// <param name="rows">A name each, and cells that are numbers or our own words.</param>
    internal static IResult Of(string name, IEnumerable<string> heads, IEnumerable<(string Name, IEnumerable<string> Cells)> rows)
    {
        var text = new StringWriter(CultureInfo.InvariantCulture);
        using (var csv = new CsvWriter(text, CultureInfo.InvariantCulture))
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
        }
        return TypedResults.File([.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(text.ToString())], "text/csv; charset=utf-8", name);
    }

    private static string Plain(string text) => text.Length > 0 && RunBySpreadsheets.Contains(text[0]) ? "'" + text : text;
}
