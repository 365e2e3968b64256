using System.Text.RegularExpressions;

namespace Estate.Architecture.Tests;

/// <summary>What people read is there in both languages. Texts stand where they are used, so that none can be left over.</summary>
internal static partial class TextRules
{
    /// <summary>Names of languages stand in their own.</summary>
    private static readonly string[] OwnLanguage = ["中文", "English"];

    internal static IEnumerable<string> BothLanguagesAreThere(SourceTree tree) =>
        from file in tree.Under("src/")
        where file.Key.EndsWith(".cs", StringComparison.Ordinal) || file.Key.EndsWith(".razor", StringComparison.Ordinal)
        from Match pair in Pair().Matches(file.Value)
        let zh = pair.Groups[1].Value
        let en = pair.Groups[2].Value
        where (Chinese().IsMatch(zh) || pair.Value.StartsWith("Pick", StringComparison.Ordinal)) && Mistake(zh, en)
        select $"{file.Key}: \"{zh}\" and \"{en}\"";

    /// <summary>In pages every word is picked by language.</summary>
    internal static IEnumerable<string> NoWordStandsBareInAPage(SourceTree tree) =>
        from file in tree.Under("src/Estate.Web/")
        where file.Key.EndsWith(".razor", StringComparison.Ordinal)
        from Match text in Bare().Matches(Strings().Replace(Comments().Replace(file.Value.Split("@code {")[0], ""), "\"\""))
        let words = text.Groups[1].Value.Trim()
        where !OwnLanguage.Contains(words) && Letters().IsMatch(Expressions().Replace(words, ""))
        select $"{file.Key}: {words}";

    private static bool Mistake(string zh, string en) =>
        Chinese().IsMatch(Holes().Replace(en, "")) || string.IsNullOrWhiteSpace(en) != string.IsNullOrWhiteSpace(zh)
            || (Letters().IsMatch(Holes().Replace(en, "")) && !Chinese().IsMatch(zh) && zh != en
            && !Letters().IsMatch(Holes().Replace(zh, "")));

    [GeneratedRegex("""(?:Pick|new|new Text|ApiProblem\.Of\("[a-z_]+",)\(?\s*\$?"((?:[^"\\{}]|\\.|\{[^{}]*\})*)\x22"""
        + """,\s*\$?"((?:[^"\\{}]|\\.|\{[^{}]*\})*)"\)""")]
    private static partial Regex Pair();

    [GeneratedRegex(@"[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]")]
    private static partial Regex Chinese();

    [GeneratedRegex(@"[A-Za-z\u4e00-\u9fff]{2,}")]
    private static partial Regex Letters();

    [GeneratedRegex(@"\{[^{}]*\}")]
    private static partial Regex Holes();

    [GeneratedRegex(@"@\*.*?\*@", RegexOptions.Singleline)]
    private static partial Regex Comments();

    [GeneratedRegex(@"\$?""(?:[^""\\]|\\.)*""")]
    private static partial Regex Strings();

    [GeneratedRegex(@"(?<![=-])>([^<>@{}()]*[A-Za-z\u4e00-\u9fff]{2,}[^<>@{}()]*)</")]
    private static partial Regex Bare();

    [GeneratedRegex(@"@?\([^()]*\)|@[\w.\[\]]+")]
    private static partial Regex Expressions();
}
