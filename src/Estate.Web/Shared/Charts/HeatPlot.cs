using static Estate.Web.Shared.Charts.SvgWriter;

namespace Estate.Web.Shared.Charts;

/// <summary>A row for each series and a column for each slot; per cents as five shades, a dash where nothing is known.</summary>
internal static class HeatPlot
{
    /// <summary>In app.css.</summary>
    internal const int Shades = 5;

    /// <summary>The rows' names have so much of the width, in per cent.</summary>
    internal const double FirstColumn = 14;
    private const double Top = 2;

    internal static void Draw(SvgWriter svg, Chart chart, Language language)
    {
        var (columns, rows, height) = (chart.Slots.Count, chart.Series.Count, ChartPicture.Bottom - Top);
        svg.Add($"<svg x=\"{FirstColumn}%\" y=\"{Top}%\" width=\"{100 - FirstColumn}%\" height=\"{height}%\" ");
        svg.Add($"viewBox=\"0 0 {columns} {rows}\" preserveAspectRatio=\"none\">");
        for (var row = 0; row < rows; row++)
            for (var column = 0; column < columns; column++)
                if (chart.Series[row].Values[column] is { } value)
                    svg.Add($"<rect class=\"shade h{ShadeOf(value)}\" x=\"{column}\" y=\"{row}\" width=\".94\" height=\".9\"/>");
                else
                    svg.Add($"<path class=\"none\" d=\"M{column + 0.3} {row + 0.45}h.34\"/>");
        svg.Add($"</svg>");
        for (var row = 0; row < rows; row++)
        {
            svg.Add($"<text x=\"0\" y=\"{Rounded(Top + (height * (row + 0.5) / rows))}%\" dy=\".35em\">");
            svg.Add($"{Encoded(language.Pick(chart.Series[row].Name))}</text>");
        }
    }

    private static int ShadeOf(double percent) => Math.Clamp((int)(percent * Shades / 100), 0, Shades - 1);
}
