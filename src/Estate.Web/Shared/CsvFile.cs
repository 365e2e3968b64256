using System.Globalization;
using System.Text;
using CsvHelper;
using CsvHelper.Configuration;
using CsvHelper.TypeConversion;

namespace Estate.Web.Shared;

/// <summary>
/// A list as a file for a spreadsheet. UTF-8 with its mark, so that Excel reads Chinese; what a spreadsheet would run is made text.
/// </summary>
internal static class CsvFile
{
    /// <summary>Where a text begins with one; the wide ones count as the narrow in a Chinese Excel.</summary>
    private static readonly char[] RunBySpreadsheets = ['=', '+', '-', '@', '\t', '\r', '\n', '\uff1d', '\uff0b', '\uff0d', '\uff20'];

    internal static IResult Of<T>(string name, IEnumerable<T> rows)
    {
        var text = new StringWriter(CultureInfo.InvariantCulture);
        using (var csv = new CsvWriter(text, CultureInfo.InvariantCulture))
        {
            csv.Context.TypeConverterCache.AddConverter<string>(new PlainText());
            csv.WriteRecords(rows);
        }
        return Results.File([.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(text.ToString())], "text/csv; charset=utf-8", name);
    }

    /// <summary>Texts only: people type some of them. Numbers keep their signs.</summary>
    private sealed class PlainText : DefaultTypeConverter
    {
        public override string ConvertToString(object? value, IWriterRow row, MemberMapData memberMapData) =>
            value is not string { Length: > 0 } text ? "" : RunBySpreadsheets.Contains(text[0]) ? "'" + text : text;
    }
}
