namespace Estate.Web.Shared.Charts;

/// <summary>The table behind a chart, and the same as a file.</summary>
internal static class ChartTable
{
    internal static string Head(ChartSeries series, Language language)
    {
        var (name, unit) = (language.Pick(series.Name), language.Pick(series.Unit));
        return unit.Length == 0 ? name : language.Pick($"{name}（{unit}）", $"{name} ({unit})");
    }

    internal static string SlotName(ChartSlot slot, Language language) =>
        slot.IsOpen ? slot.Name + language.Pick("（到现在）", " (so far)") : slot.Name;

    /// <summary>What the page's table has, row by row; what is not known is empty.</summary>
    internal static IResult Csv(string file, Chart chart, Language language) => CsvFile.OfTable(
        file, chart.Series.Select(one => Head(one, language)).Prepend(language.Pick(chart.SlotName)),
        chart.Slots.Select((slot, index) => (SlotName(slot, language), chart.Series.Select(one => one.Cell(index, language)))));
}
