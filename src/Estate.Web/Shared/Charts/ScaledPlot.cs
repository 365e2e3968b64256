using System.Globalization;
using static Estate.Web.Shared.Charts.SvgWriter;

namespace Estate.Web.Shared.Charts;

/// <summary>Lines or bars over a scale; a gap in what is known is a gap in the line, and no bar.</summary>
internal sealed class ScaledPlot(SvgWriter svg, Chart chart, Language language)
{
    /// <summary>Of the height, in per cent: the highest mark stands above.</summary>
    private const double Top = 12;

    /// <summary>The plot's own units.</summary>
    private const double Width = 1_000, Height = 100;

    private readonly ChartScale _scale = ChartScale.Of(chart);

    internal void Draw()
    {
        foreach (var tick in _scale.Ticks)
            svg.Add($"<line class=\"grid\" x1=\"0\" x2=\"100%\" y1=\"{Y(tick)}%\" y2=\"{Y(tick)}%\"/>");
        svg.Add($"<svg x=\"0\" y=\"{Top}%\" width=\"100%\" height=\"{ChartPicture.Bottom - Top}%\" viewBox=\"0 0 {Width} {Height}\" ");
        svg.Add($"preserveAspectRatio=\"none\">");
        var drawn = chart.Drawn.ToList();
        for (var i = 0; i < drawn.Count; i++)
            if (chart.Form == ChartForm.Line)
                DrawLine(drawn[i], i);
            else
                DrawBars(drawn[i], i, drawn.Count);
        svg.Add($"</svg>");
        if (chart.Goal is { } goal)
            svg.Add($"<line class=\"goal\" x1=\"0\" x2=\"100%\" y1=\"{Y(goal.Value)}%\" y2=\"{Y(goal.Value)}%\"/>");
        foreach (var tick in _scale.Ticks)
            svg.Add($"<text x=\"0\" y=\"{Y(tick)}%\" dy=\"-.25em\">{Encoded(Number(tick))}</text>");
    }

    /// <summary>A run of one is a dot.</summary>
    private void DrawLine(ChartSeries series, int index)
    {
        svg.Add($"<path class=\"curve k{index % ChartPicture.Kinds}\" d=\"");
        foreach (var run in series.Runs())
        {
            svg.Add($"M{X(run[0])} {Inner(series.Values[run[0]]!.Value)}");
            foreach (var slot in run.Skip(1))
                svg.Add($"L{X(slot)} {Inner(series.Values[slot]!.Value)}");
            if (run.Count == 1)
                svg.Add($"h.01");
        }
        svg.Add($"\"/>");
    }

    private void DrawBars(ChartSeries series, int index, int of)
    {
        var (slotWidth, zero) = (Width / chart.Slots.Count, Inner(Math.Max(0, _scale.Least)));
        var width = slotWidth * 0.8 / of;
        for (var slot = 0; slot < chart.Slots.Count; slot++)
            if (series.Values[slot] is { } value)
            {
                // Nothing is a line at the bottom, so that it is not taken for unknown.
                var top = Math.Min(Inner(value), zero - 0.6);
                svg.Add($"<rect class=\"col k{index % ChartPicture.Kinds}{(chart.Slots[slot].IsOpen ? " open" : "")}\" ");
                svg.Add($"x=\"{Rounded((slotWidth * (slot + 0.1)) + (index * width))}\" y=\"{Rounded(top)}\" ");
                svg.Add($"width=\"{Rounded(width * 0.94)}\" height=\"{Rounded(zero - top)}\">");
                svg.Add($"<title>{Encoded(Said(series, slot))}</title></rect>");
            }
    }

    private string Said(ChartSeries series, int slot) =>
        $"{chart.Slots[slot].Name}: {series.Cell(slot, language)} {language.Pick(series.Unit)}".TrimEnd();

    /// <summary>The highest has the unit.</summary>
    private string Number(double tick)
    {
        var text = tick.ToString("0.###", CultureInfo.InvariantCulture);
        return tick + _scale.Step > _scale.Most + (_scale.Step / 2) ? $"{text} {language.Pick(chart.Unit)}".TrimEnd() : text;
    }

    private double X(int slot) => Rounded(Width * (slot + 0.5) / chart.Slots.Count);

    private double Inner(double value) => Rounded(Height * (1 - _scale.Part(value)));

    private double Y(double value) => Rounded(Top + ((ChartPicture.Bottom - Top) * (1 - _scale.Part(value))));
}
