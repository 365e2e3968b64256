using System.Text.RegularExpressions;

namespace Estate.Architecture.Tests.Documentation;

/// <summary>A page that names a test as its proof names one that is there, and numbers that stand for tests stand for one.</summary>
internal static partial class TestNameRules
{
    internal static IEnumerable<string> NamedTestsAreThere(SourceTree sources, DocumentTree tree)
    {
        var tests = sources.Under("tests/").SelectMany(file => Method().Matches(file.Value)).Select(one => one.Groups[1].Value).ToHashSet();
        return from page in tree.Pages
               from Match name in Name().Matches(page.Value)
               where name.Groups[1].Value.Any(char.IsLower) && !tests.Contains(name.Groups[1].Value)
               select $"{page.Key} names the test {name.Groups[1].Value}: there is none";
    }

    /// <summary>Of tables whose last lists the tests, as <c>| 1 | `Name` |</c>.</summary>
    internal static IEnumerable<string> NumbersOfTestsAreListed(DocumentTree tree) =>
        from page in tree.Pages
        let listed = Listed().Matches(page.Value).Select(one => one.Groups[1].Value).ToHashSet()
        where listed.Count > 0
        let used = Used().Matches(page.Value).Select(one => one.Groups[1].Value).ToHashSet()
        from number in used.Except(listed).Concat(listed.Except(used))
        select $"{page.Key}: [{number}] is not used, or stands for no test";

    /// <summary>Of such a page every cell of the table before says which test shows it.</summary>
    internal static IEnumerable<string> CellsHaveTests(DocumentTree tree) =>
        from page in tree.Pages
        where Listed().IsMatch(page.Value)
        from row in page.Value[..Listed().Match(page.Value).Index].Split('\n')
        where row.StartsWith("| ", StringComparison.Ordinal) && Used().IsMatch(row)
        let cells = row.Trim().Trim('|').Split('|')
        from cell in cells.Skip(1)
        where !Used().IsMatch(cell)
        select $"{page.Key}: '{cells[0].Trim()}': no test shows '{cell.Trim()}'";

    [GeneratedRegex(@"public (?:async Task|Task|void) ([A-Z]\w*)\(")]
    private static partial Regex Method();

    [GeneratedRegex(@"`([A-Z][A-Za-z0-9]*(?:_[A-Za-z0-9]+){3,})`")]
    private static partial Regex Name();

    [GeneratedRegex(@"^\| (\d+) \| `[A-Z]\w+_\w+` \|", RegexOptions.Multiline)]
    private static partial Regex Listed();

    [GeneratedRegex(@"\[(\d+)\](?!\()")]
    private static partial Regex Used();
}
