using System.Text.RegularExpressions;

namespace Estate.Architecture.Tests.Documentation;

/// <summary>Links between pages lead to a file that is there and to a heading that is in it.</summary>
internal static partial class LinkRules
{
    internal static IEnumerable<string> LinksLeadSomewhere(DocumentTree tree) =>
        from page in tree.Pages
        from Match link in Link().Matches(WithoutCode(page.Value))
        let target = link.Groups[1].Value
        where !target.Contains("://", StringComparison.Ordinal) && !target.StartsWith("mailto:", StringComparison.Ordinal)
        let problem = Problem(tree, page.Key, target)
        where problem is not null
        select $"{page.Key}: ({target}) {problem}";

    /// <summary>What a heading is called in a link: lower case, spaces as dashes, other signs dropped.</summary>
    internal static string Anchor(string heading) =>
        NoAnchor().Replace(heading.Trim(), "").Replace(' ', '-').ToLowerInvariant();

    private static string? Problem(DocumentTree tree, string page, string target)
    {
        var (file, anchor) = target.Split('#') is [var before, var after] ? (before, (string?)after) : (target, null);
        var path = file.Length == 0 ? page : Resolve(page, file);
        if (!tree.Has(path))
            return $"leads to {path}, which is not there";
        return anchor is null || !tree.Pages.TryGetValue(path, out var text) || Headings(text).Contains(Uri.UnescapeDataString(anchor))
            ? null
            : $"leads to a heading that {path} does not have";
    }

    private static string Resolve(string page, string file)
    {
        var folder = Path.GetDirectoryName(Path.Combine(SourceTree.Root, page))!;
        return Path.GetRelativePath(SourceTree.Root, Path.GetFullPath(Path.Combine(folder, file))).Replace('\\', '/').TrimEnd('/');
    }

    private static HashSet<string> Headings(string text) =>
        [.. Heading().Matches(WithoutCode(text)).Select(heading => Anchor(heading.Groups[1].Value))];

    private static string WithoutCode(string text) => Code().Replace(Fence().Replace(text, ""), "");

    [GeneratedRegex(@"\]\(([^()\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"^#{1,6} (.+)$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex(@"[^\w\- ]")]
    private static partial Regex NoAnchor();

    [GeneratedRegex(@"^ *```.*?^ *```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Fence();

    [GeneratedRegex(@"`[^`\n]*`(?!\])")]
    private static partial Regex Code();
}
