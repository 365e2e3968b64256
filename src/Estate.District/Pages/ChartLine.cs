using System.Globalization;
using System.Text;

namespace Estate.District.Pages;

/// <summary>A line of a chart; null where nothing is known, or may be said.</summary>
public sealed record ChartLine(string Name, IReadOnlyList<double?> Values)
{
    /// <summary>As SVG writes it: a piece of line for each run of known values, a dot for one that stands alone.</summary>
    internal string Path(double top, double width, double height)
    {
        var (path, isPen) = (new StringBuilder(), false);
        var step = width / Math.Max(1, Values.Count - 1);
        for (var i = 0; i < Values.Count; i++)
        {
            if (Values[i] is not { } value)
            {
                isPen = false;
                continue;
            }
            var (x, y) = (step * i, height * (1 - (value / top)));
            path.Append(CultureInfo.InvariantCulture, $"{(isPen ? "L" : "M")}{x:0.#} {y:0.#}");
            if (!isPen && (i + 1 == Values.Count || Values[i + 1] is null))
                path.Append("h0.1");
            isPen = true;
        }
        return path.ToString();
    }
}
