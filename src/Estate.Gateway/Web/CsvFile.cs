using System.Globalization;
using System.Text;
using CsvHelper;
using CsvHelper.Configuration;

namespace Estate.Gateway.Web;

/// <summary>A list as a file for a spreadsheet. UTF-8 with its mark, so that Excel reads Chinese; what a spreadsheet would run is made text.</summary>
internal static class CsvFile
{
    /// <summary>Not + and -, which begin numbers: no text of ours begins with them.</summary>
    private static readonly char[] RunBySpreadsheets = ['=', '@', '\t', '\r'];

    internal static IResult Of<T>(string name, IEnumerable<T> rows)
    {
        var text = new StringWriter(CultureInfo.InvariantCulture);
        using (var csv = new CsvWriter(text, new CsvConfiguration(CultureInfo.InvariantCulture) { InjectionOptions = InjectionOptions.Escape, InjectionCharacters = RunBySpreadsheets }))
            csv.WriteRecords(rows);
        return Results.File([.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(text.ToString())], "text/csv; charset=utf-8", name);
    }
}
