using System.Text.RegularExpressions;

namespace Estate.Architecture.Tests.Documentation;

/// <summary>Decision records look alike, and their index lists each with its title, date and status.</summary>
internal static partial class RecordRules
{
    internal const string Folder = "docs/decisions/";
    internal const string Index = Folder + "README.md";

    private static readonly string[] Sections = ["Context", "Options", "Decision", "Cost", "Left open"];

    internal static IEnumerable<string> RecordsAreInTheIndex(DocumentTree tree)
    {
        var index = tree.Pages[Index];
        return from record in Records(tree)
               let head = Head().Match(record.Value)
               where head.Success
               let row = $"| [{head.Groups[1]}]({record.Key[Folder.Length..]}) | {head.Groups[2]} | {head.Groups[3]} | {head.Groups[4]} |"
               where !index.Contains(row + "\n", StringComparison.Ordinal)
               select $"{Index} lacks the line: {row}";
    }

    internal static IEnumerable<string> RecordsHaveOneForm(DocumentTree tree) =>
        from record in Records(tree)
        let problem = Problem(record.Key, record.Value)
        where problem is not null
        select $"{record.Key}: {problem}";

    private static IEnumerable<KeyValuePair<string, string>> Records(DocumentTree tree) =>
        tree.Under(Folder).Where(page => page.Key != Index);

    private static string? Problem(string path, string text)
    {
        var head = Head().Match(text);
        if (!head.Success)
            return "begins with \"# N. Title\", then \"- Date: 2026-12-31\" and \"- Status: accepted\"";
        if (!path.StartsWith($"{Folder}{int.Parse(head.Groups[1].Value, null):0000}-", StringComparison.Ordinal))
            return $"is named {head.Groups[1]} inside; a file's name begins with its number";
        var sections = Section().Matches(text).Select(section => section.Groups[1].Value).ToList();
        return !sections.SequenceEqual(Sections.Where(sections.Contains)) ? $"its sections are {string.Join(", ", Sections)}, in this order"
            : !sections.Contains("Context") || !sections.Contains("Decision") ? "Context and Decision are always there"
            : null;
    }

    [GeneratedRegex(@"\A# (\d+)\. (.+)\n\n- Date: ([\d-]{10}(?:, revised [\d-]{10})?)\n- Status: (accepted|superseded by \d+)\n")]
    private static partial Regex Head();

    [GeneratedRegex(@"^## (.+)$", RegexOptions.Multiline)]
    private static partial Regex Section();
}
