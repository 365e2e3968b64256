using System.Text.RegularExpressions;

namespace Estate.Architecture.Tests.Documentation;

/// <summary>What stands bold in a handbook is what pages, displays and alerts say, word for word.</summary>
internal static partial class QuoteRules
{
    private const string DefaultRules = "deploy/reference/rules/defaults.yaml";

    internal static IEnumerable<string> QuotedWordsAreOnThePages(SourceTree sources, DocumentTree tree)
    {
        var said = Said(sources);
        var withHoles = said.Where(text => text.Contains('{', StringComparison.Ordinal)).ToList();
        return from page in tree.Under(TwinRules.English).Concat(tree.Under(TwinRules.Chinese))
               from Match bold in Bold().Matches(page.Value)
               let quote = bold.Groups[1].Value
               where !said.Contains(quote) && !withHoles.Any(text => Fits(text, quote)) && !IsPartOf(said, quote)
               select $"{page.Key}: no page says \"{quote}\" (bold is for words of the pages)";
    }

    private static HashSet<string> Said(SourceTree sources)
    {
        var literals = sources.Under("src/").SelectMany(file => Literal().Matches(file.Value).Select(match => match.Groups[1].Value));
        var rules = Titles().Matches(File.ReadAllText(Path.Combine(SourceTree.Root, DefaultRules)))
            .SelectMany(title => new[] { title.Groups[1].Value, title.Groups[2].Value });
        return [.. literals.Concat(rules).Select(text => text.TrimEnd(' ', ':', '：'))];
    }

    /// <summary>A text with values in it, such as "A roll ({price} points)"; at least half of the quote is its own words.</summary>
    private static bool Fits(string text, string quote)
    {
        var parts = Hole().Split(text);
        return 2 * parts.Sum(part => part.Trim().Length) >= quote.Length && Whole(parts).IsMatch(quote);
    }

    /// <summary>A quote with something left out, such as "Hours of gate …".</summary>
    private static bool IsPartOf(HashSet<string> said, string quote) =>
        quote.Contains('…', StringComparison.Ordinal) && said.Any(Whole(quote.Split('…')).IsMatch);

    private static Regex Whole(IEnumerable<string> parts) => new($"^{string.Join(".+?", parts.Select(Regex.Escape))}$");

    [GeneratedRegex(@"""((?:[^""\\\n]|\\.)*)""")]
    private static partial Regex Literal();

    [GeneratedRegex(@"\{zh: ([^,]+), en: ([^}]+)\}")]
    private static partial Regex Titles();

    [GeneratedRegex(@"\*\*(.+?)\*\*")]
    private static partial Regex Bold();

    [GeneratedRegex(@"\{[^{}]*\}")]
    private static partial Regex Hole();
}
