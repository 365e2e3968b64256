using System.Text.RegularExpressions;
using Estate.Domain.Devices;

namespace Estate.Web.Rules;

/// <summary>
/// A rule with blanks. Filled in it is a rule's text like any other, and a text that is exactly such a one can be read back into the form;
/// what somebody has changed beyond the blanks is text only.
/// </summary>
/// <param name="Key">In addresses.</param>
/// <param name="Body">The rule, with «name» for each blank.</param>
public sealed record RuleTemplate(string Key, Text Title, string Body, params TemplateField[] Fields)
{
    /// <param name="values">By the fields' names; each without mistake.</param>
    internal string Write(IReadOnlyDictionary<string, string> values) =>
        Fields.Aggregate(Body, (text, field) =>
            text.Replace($"«{field.Name}»", field.Written(values[field.Name]), StringComparison.Ordinal));

    /// <summary>As it is offered.</summary>
    internal string Example => Write(Fields.ToDictionary(one => one.Name, one => one.Usual));

    /// <returns>The fields' values; null where the text is not of this template.</returns>
    internal IReadOnlyDictionary<string, string>? Read(string text)
    {
        var match = Regex.Match(Clean(text), Expression(), RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));
        if (!match.Success)
            return null;
        var values = Fields.ToDictionary(field => field.Name, field => field.Read(match.Groups[field.Name].Value));
        // A blank that is there twice must be the same, and each within its bounds.
        return Fields.All(field => field.MistakeOf(values[field.Name]) is null) && Clean(Write(values)) == Clean(text) ? values : null;
    }

    /// <summary>The text of the template as a pattern, each blank as what may stand there.</summary>
    private string Expression() => "^" + Fields.Aggregate(
        Regex.Escape(Clean(Body)),
        (pattern, field) => pattern.Replace($"«{field.Name}»", $"(?<{field.Name}>{field.Pattern})", StringComparison.Ordinal)) + "$";

    /// <summary>A browser's line ends, and empty lines at the end, say nothing.</summary>
    private static string Clean(string text) =>
        string.Join('\n', text.ReplaceLineEndings("\n").Split('\n').Select(line => line.TrimEnd())).Trim();
}
