using System.Text.RegularExpressions;

namespace Estate.Cli.Support;

/// <summary>Metrics whose labels are words of the program; others are left out.</summary>
internal static partial class RedactedMetrics
{
    internal static IEnumerable<string> Lines(string text) => text.Split('\n').Where(line => Plain().IsMatch(line));

    [GeneratedRegex("""^[a-z0-9_]+(\{([a-z0-9_]+="[a-z_.]{0,40}",?)*\})? [0-9.eE+-]+$""")]
    private static partial Regex Plain();
}
