using System.Globalization;
using System.Text;

namespace Estate.Bench.All;

/// <summary>
/// The page the figures are kept on. The command writes what stands between its two marks; what people wrote about figures that are
/// not met, each under its name, stays as it is.
/// </summary>
internal sealed class PerformancePage(string path)
{
    internal const string Usual = "docs/performance.md";
    private const string Begin = "<!-- figures: written by ./estate bench all --write -->", End = "<!-- end of figures -->";
    private const string Heading = "### ";

    internal string Path => path;

    /// <summary>What was tried and why it is not met; null where nothing is written.</summary>
    internal string? WordsAbout(string name)
    {
        if (!File.Exists(path))
            return null;
        var words = File.ReadLines(path).SkipWhile(line => line != Heading + name).Skip(1)
            .TakeWhile(line => !line.StartsWith('#')).Where(line => line.Length > 0);
        return string.Join(' ', words) is { Length: > 0 } all ? all : null;
    }

    /// <summary>Figures of benches that were not run now stay as they were.</summary>
    /// <exception cref="FormatException">The page has no place for them.</exception>
    internal void Write(IReadOnlyList<Figure> figures, DateTimeOffset now, string machine)
    {
        var page = File.Exists(path) ? File.ReadAllText(path) : $"# Performance\n\n{Begin}\n{End}\n";
        var (from, until) = (page.IndexOf(Begin, StringComparison.Ordinal), page.IndexOf(End, StringComparison.Ordinal));
        if (from < 0 || until < from)
            throw new FormatException($"{path}: the marks '{Begin}' and '{End}' are not there, in this order");
        var kept = Rows(page[from..until]);
        var date = now.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        foreach (var figure in figures)
            kept[figure.Target.Name] = Row(figure, date);
        var table = new StringBuilder(Begin).Append("\n\nLast on ").Append(machine).Append(".\n\n")
            .Append("| figure | measured | target | verdict | bench | when |\n|---|---|---|---|---|---|\n");
        foreach (var target in Targets.All)
            if (kept.TryGetValue(target.Name, out var row))
                table.Append(row).Append('\n');
        File.WriteAllText(path, page[..from] + table.Append('\n') + page[until..]);
    }

    private static string Row(Figure figure, string date) =>
        $"| {figure.Target.Name} | {figure.Measured} | {figure.Target.Wanted} | {figure.Verdict} | `{figure.Target.Bench}` | {date} |";

    private static Dictionary<string, string> Rows(string table) =>
        table.Split('\n').Where(line => line.StartsWith("| ", StringComparison.Ordinal)).Skip(1)
        .ToDictionary(line => line.Split('|')[1].Trim());
}
