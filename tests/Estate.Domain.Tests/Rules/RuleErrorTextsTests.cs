using System.Text.RegularExpressions;
using Estate.Domain.Rules;
using Estate.TestKit;
using Xunit;

namespace Estate.Domain.Tests.Rules;

/// <summary>Every sentence that the checks of rules can say has its Chinese.</summary>
public sealed partial class RuleErrorTextsTests
{
    /// <summary>Sentences in those files that are no errors of a rule.</summary>
    private static readonly string[] NoErrors = ["end of the expression", "null_type", "rules: - id:", "line x, column x"];

    [Theory]
    [InlineData("undeclared reference to 'value.fil'; did you mean 'value.fill'?", "没有 'value.fil' 这个名称；是不是 'value.fill'？")]
    [InlineData("'bim' is neither a fact nor a measurement; did you mean 'bin' or 'bins'?", "'bim' 既不是事件也不是测量值；是不是 'bin' 或 'bins'？")]
    [InlineData("no matching overload: a double is never equal to a int; write 5.0 instead of 5", "double 永远不等于 int；请写 5.0，不写 5")]
    [InlineData("a rule cannot ask a charger to 'fly'. It can ask: stop_charging", "规则不能让 charger 做 'fly'。可以做：stop_charging")]
    [InlineData("something else", "something else")]
    public void An_error_is_said_in_both_languages(string english, string chinese) =>
        Assert.Equal(new(chinese, english), RuleErrorTexts.Of(english));

    [Fact]
    public void No_sentence_of_the_checks_is_without_chinese()
    {
        string[] folders = ["src/Estate.Domain/Rules", "src/Estate.Domain/Rules/Cel"];
        string[] files =
        [
            "src/Estate.Gateway/Configuration/RuleFileReader.cs", "src/Estate.Gateway/Rules/RuleFiles.cs",
            "src/Estate.Gateway/Rules/RuleBacktests.cs", "src/Estate.Gateway/Rules/RuleTrials.cs",
        ];
        var missing = folders.SelectMany(folder => Directory.EnumerateFiles(Path.Combine(Repository.Root, folder), "*.cs"))
            .Concat(files.Select(file => Path.Combine(Repository.Root, file)))
            .Where(file => !file.EndsWith("RuleErrorSentences.cs", StringComparison.Ordinal))
            .SelectMany(file => Said(File.ReadAllText(file)).Select(sentence => (File: Path.GetFileName(file), sentence)))
            .Where(one => RuleErrorTexts.Of(one.sentence) is var text && text.Zh == text.En && !NoErrors.Any(one.sentence.Contains))
            .Select(one => $"{one.File}: {one.sentence}").ToList();
        Assert.True(missing.Count == 0, string.Join('\n', missing));
    }

    /// <summary>
    /// The texts that are handed to what reports an error, pieces joined, what is filled in as x; a suggestion behind it is not of the
    /// sentence.
    /// </summary>
    private static IEnumerable<string> Said(string source)
    {
        foreach (Match call in Report().Matches(source))
        {
            var (text, depth) = ("", 0);
            for (var i = call.Index + call.Length; i < source.Length && source[i] != ';' && depth >= 0; i++)
                if (source[i] == '"' && Literal(source, ref i) is var literal)
                    text += depth == 0 ? literal : "";
                else if (source[i] is '?' or ':' or ',' && depth == 0)
                {
                    if (Words().IsMatch(text))
                        yield return text;
                    text = "";
                }
                else
                    depth += source[i] switch { '(' => 1, ')' => -1, _ => 0 };
            if (Words().IsMatch(text))
                yield return text;
        }
    }

    /// <param name="i">Of its first mark, then of its last.</param>
    private static string Literal(string source, ref int i)
    {
        var (isFilled, text, depth, begin) = (source[i - 1] == '$', "", 0, 0);
        for (i++; source[i] != '"' || depth > 0; i++)
            if (isFilled && source[i] is '{' or '}' && depth == 0 && source[i] == source[i + 1])
                (text, i) = (text + source[i], i + 1);
            else if (isFilled && source[i] == '{')
                (depth, begin) = (depth + 1, depth == 0 ? i + 1 : begin);
            else if (isFilled && source[i] == '}')
                (depth, text) = (depth - 1, depth == 1 && !Suggestion().IsMatch(source[begin..i]) ? text + 'x' : text);
            else if (depth == 0)
                text += source[i] == '\\' ? source[++i] : source[i];
        return text;
    }

    [GeneratedRegex("^(CelEnvironment.Suggest|Hint)\\(")]
    private static partial Regex Suggestion();

    [GeneratedRegex("[a-z] [a-z]")]
    private static partial Regex Words();

    [GeneratedRegex(@"\b(Error|ErrorAt|Wrong|wrong|Require|Nothing|FormatException|refused)\((?=[^;]*"")")]
    private static partial Regex Report();
}
