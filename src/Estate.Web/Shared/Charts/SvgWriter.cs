using System.Globalization;
using System.Net;
using System.Text;

namespace Estate.Web.Shared.Charts;

/// <summary>SVG as text: numbers with a point and one decimal, words encoded by whoever adds them.</summary>
internal sealed class SvgWriter
{
    private readonly StringBuilder _svg = new();

    internal void Add(FormattableString text) => _svg.Append(text.ToString(CultureInfo.InvariantCulture));

    internal static double Rounded(double value) => Math.Round(value, 1);

    internal static string Encoded(string text) => WebUtility.HtmlEncode(text);

    public override string ToString() => _svg.ToString();
}
