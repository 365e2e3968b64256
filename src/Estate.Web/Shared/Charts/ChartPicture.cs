using Estate.Domain.Devices;
using Microsoft.AspNetCore.Components;
using static Estate.Web.Shared.Charts.SvgWriter;

namespace Estate.Web.Shared.Charts;

/// <summary>
/// A chart as SVG of the width there is: the plot is stretched, its lines and letters are not. Series differ by dashes or filling too, and
/// colours come from app.css, so that both colour schemes, the elder mode and paper have theirs.
/// </summary>
internal static class ChartPicture
{
    /// <summary>Where the plot ends, in per cent of the height; marks stand below.</summary>
    internal const double Bottom = 86;

    /// <summary>Kinds of lines and of bars, in app.css.</summary>
    internal const int Kinds = 6;

    internal static MarkupString Draw(Chart chart, Language language)
    {
        var svg = new SvgWriter();
        svg.Add($"<svg class=\"picture{(chart.Form == ChartForm.Heat ? " heat" : "")}\" role=\"img\" ");
        svg.Add($"aria-label=\"{Encoded(Label(chart, language))}\">");
        if (chart.Form == ChartForm.Heat)
            HeatPlot.Draw(svg, chart, language);
        else
            new ScaledPlot(svg, chart, language).Draw();
        for (var slot = 0; slot < chart.Slots.Count; slot++)
            if (chart.Slots[slot].Tick is { } tick)
                DrawTick(svg, chart, tick, slot);
        svg.Add($"</svg>");
        return new(svg.ToString());
    }

    /// <summary>The line or the bar of a series, as a legend shows it.</summary>
    internal static MarkupString Key(ChartForm form, int series) => KeyOf(form == ChartForm.Line
        ? $"<path class=\"curve k{series % Kinds}\" d=\"M0 6h36\"/>"
        : $"<rect class=\"col k{series % Kinds}\" x=\"8\" y=\"1\" width=\"20\" height=\"10\"/>");

    internal static MarkupString GoalKey { get; } = KeyOf("<path class=\"goal\" d=\"M0 6h36\"/>");

    internal static MarkupString ShadeKey(int shade) => KeyOf($"<rect class=\"shade h{shade}\" width=\"36\" height=\"12\"/>");

    private static MarkupString KeyOf(string shape) =>
        new($"<svg class=\"key\" viewBox=\"0 0 36 12\" aria-hidden=\"true\">{shape}</svg>");

    /// <summary>Least, most and last of a series, in words; empty where nothing is known.</summary>
    internal static string Summary(Chart chart, ChartSeries series, Language language)
    {
        var known = Enumerable.Range(0, series.Values.Count).Where(slot => series.Values[slot] is not null).ToList();
        if (known.Count == 0)
            return "";
        var (unit, last) = (language.Pick(series.Unit), known[^1]);
        var (least, most) = (known.MinBy(slot => series.Values[slot]), known.MaxBy(slot => series.Values[slot]));
        return language.Pick(chart.HasNewest
            ? new Text(
                $"最低 {At(least)}，最高 {At(most)}，最近 {At(last)}（{chart.Slots[last].Name}）",
                $"least {At(least)}, most {At(most)}, last {At(last)} ({chart.Slots[last].Name})")
            : new Text(
                $"最低 {At(least)}（{chart.Slots[least].Name}），最高 {At(most)}（{chart.Slots[most].Name}）",
                $"least {At(least)} ({chart.Slots[least].Name}), most {At(most)} ({chart.Slots[most].Name})"));

        string At(int slot) => $"{series.Cell(slot, language)} {unit}".TrimEnd();
    }

    /// <summary>Who cannot see it hears what it is of, and its least, most and last number.</summary>
    private static string Label(Chart chart, Language language)
    {
        var title = language.Pick(chart.Title);
        return chart.Drawn.ToList() is [var only] && Summary(chart, only, language) is { Length: > 0 } said ? $"{title}: {said}"
            : $"{title}: {string.Join(", ", chart.Drawn.Select(one => language.Pick(one.Name)))}";
    }

    private static void DrawTick(SvgWriter svg, Chart chart, string tick, int slot)
    {
        var left = chart.Form == ChartForm.Heat ? HeatPlot.FirstColumn : 0;
        var at = left + ((100 - left) * (slot + 0.5) / chart.Slots.Count);
        var anchor = at < 12 && left == 0 ? "start" : at > 90 ? "end" : "middle";
        svg.Add($"<text x=\"{Rounded(anchor == "start" ? 0 : anchor == "end" ? 100 : at)}%\" y=\"97%\" text-anchor=\"{anchor}\">");
        svg.Add($"{Encoded(tick)}</text>");
    }
}
