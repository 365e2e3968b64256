using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Estate.Domain.Devices;

namespace Estate.Domain.Rules;

/// <summary>
/// What is wrong with a rule, in the reader's language. The checks say it in English, as CEL's conformance tests want it;
/// <see cref="RuleErrorSentences"/> has each of their sentences once more in Chinese. <c>{}</c> is what differs;
/// in Chinese <c>{0}</c> is the first of them.
/// </summary>
public static partial class RuleErrorTexts
{
    private static readonly ImmutableArray<(Regex Pattern, string Zh)> Sentences =
        [.. RuleErrorSentences.All.Select(one => (Compile(one.English), one.Zh))];

    /// <summary>Both languages; a sentence that is not known stays as it is.</summary>
    public static Text Of(string english)
    {
        if (Suggestion().Match(english) is { Success: true } near)
        {
            var (said, names) = (Of(english[..near.Index]), near.Groups[1].Value);
            return new($"{said.Zh}；是不是 {names.Replace(" or ", " 或 ", StringComparison.Ordinal)}？", english);
        }
        foreach (var (pattern, zh) in Sentences)
            if (pattern.Match(english) is { Success: true } match)
                return new(Filled(zh, match), english);
        return Text.Same(english);
    }

    private static string Filled(string zh, Match match)
    {
        for (var i = 1; i < match.Groups.Count; i++)
            zh = zh.Replace($"{{{i - 1}}}", Piece(match.Groups[i].Value), StringComparison.Ordinal);
        return zh;
    }

    /// <summary>A name or a number, or a sentence of its own, such as a hint.</summary>
    private static string Piece(string english) => english.Contains(' ', StringComparison.Ordinal) ? Of(english).Zh : english;

    private static Regex Compile(string sentence) => new(
        @"\A" + string.Join("(.*?)", sentence.Split("{}").Select(Regex.Escape)) + @"\z",
        RegexOptions.Singleline | RegexOptions.CultureInvariant);

    [GeneratedRegex(@"; did you mean (.+)\?\z")]
    private static partial Regex Suggestion();
}
