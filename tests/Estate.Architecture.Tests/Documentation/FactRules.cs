using System.Text.RegularExpressions;

namespace Estate.Architecture.Tests.Documentation;

/// <summary>What code and pages quote is on the page of domain facts, under the number or name by which they quote it.</summary>
internal static partial class FactRules
{
    internal const string Page = "docs/domain.md";

    internal static IEnumerable<string> QuotedFactsHaveTheirHeading(SourceTree sources, DocumentTree tree)
    {
        var facts = tree.Pages[Page];
        var texts = sources.Files.Concat(tree.Pages.Where(page => page.Key != Page)).ToList();
        var numbers = from file in texts
                      from Match quote in Fact().Matches(file.Value)
                      let number = quote.Groups[1].Value
                      where !facts.Contains($"\n### {number} ", StringComparison.Ordinal)
                      select $"{file.Key} quotes domain facts {number}: {Page} has no heading \"### {number} …\"";
        var properties = from file in texts
                         from Match quote in Property().Matches(file.Value)
                         where !facts.Contains($"**{quote.Value}**", StringComparison.Ordinal)
                         select $"{file.Key} quotes {quote.Value}: {Page} does not say what it is";
        return numbers.Concat(properties);
    }

    [GeneratedRegex(@"domain facts (\d+\.\d+)", RegexOptions.IgnoreCase)]
    private static partial Regex Fact();

    [GeneratedRegex(@"\bP-[A-Z]\d{1,2}\b")]
    private static partial Regex Property();
}
