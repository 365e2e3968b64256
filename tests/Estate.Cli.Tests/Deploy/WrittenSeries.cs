using System.Text.RegularExpressions;
using Estate.Domain.Devices;
using Estate.TestKit;

namespace Estate.Cli.Tests.Deploy;

/// <summary>
/// The time series the gateway writes, found where the source makes them: by what a kind declares, and by the points themselves.
/// </summary>
internal static partial class WrittenSeries
{
    internal static IReadOnlyDictionary<string, SeriesSchema> Find()
    {
        var source = Directory.EnumerateFiles(Path.Combine(Repository.Root, "src"), "*.cs", SearchOption.AllDirectories)
            .Select(File.ReadAllText);
        return source.SelectMany(text => Declared().Matches(text).Concat(Made().Matches(text)))
            .Select(match =>
                new SeriesSchema(match.Groups["name"].Value, Names(match.Groups["tags"].Value), Names(match.Groups["fields"].Value)))
            .GroupBy(series => series.Name)
            .ToDictionary(same => same.Key, same =>
                new SeriesSchema(
                    same.Key, [.. same.SelectMany(one => one.Tags).Distinct()], [.. same.SelectMany(one => one.Fields).Distinct()]));
    }

    /// <summary>Names stand at the beginning of a list's words or of its pairs.</summary>
    private static List<string> Names(string list) => [.. Name().Matches(list).Select(match => match.Groups[1].Value)];

    [GeneratedRegex("""new(?: SeriesSchema)?\(\s*"(?<name>\w+)", \[(?<tags>"[^\]]*|)\], \[(?<fields>"[^\]]*)\]\)""")]
    private static partial Regex Declared();

    [GeneratedRegex("""\(\s*"(?<name>\w+)", [^\[\]";]+,\s*\[(?<tags>\("[^\]]*|)\],\s*\[(?<fields>\("[^;]*?)\]\)""")]
    private static partial Regex Made();

    [GeneratedRegex("""(?:^|\(|, )"(\w+)"(?=,|$| )""")]
    private static partial Regex Name();
}
