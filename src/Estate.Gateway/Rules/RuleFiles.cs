using Estate.Domain.Rules;
using Estate.Gateway.Configuration;

namespace Estate.Gateway.Rules;

/// <summary>
/// All files of rules: those that came with the estate's file, and those made here, which stand for a rule of the same id. All
/// or nothing: with one mistake in one file, none is taken.
/// </summary>
/// <param name="folders">Later ones overrule earlier ones.</param>
public sealed class RuleFiles(IReadOnlyList<string> folders, RuleSchema schema, IReadOnlyList<string> notifiers)
{
    /// <summary>The rules, or what is wrong.</summary>
    /// <param name="onlyThoseThatCame">Of the first folder.</param>
    public (IReadOnlyList<Rule> Rules, IReadOnlyList<RuleFileMistake> Mistakes) Read(bool onlyThoseThatCame = false)
    {
        var (rules, mistakes) = (new Dictionary<string, Rule>(), new List<RuleFileMistake>());
        foreach (var folder in folders.Take(onlyThoseThatCame ? 1 : folders.Count))
        {
            var here = new HashSet<string>();
            foreach (var (path, text) in Texts(folder))
            {
                var (read, wrong) = Check(Path.GetFileName(path), text);
                mistakes.AddRange(wrong);
                foreach (var rule in read)
                    if (here.Add(rule.Id))
                        rules[rule.Id] = rule;
                    else
                        mistakes.Add(new(Path.GetFileName(path), 1, 1, rule.Id, "this id is there twice"));
            }
        }
        return (mistakes.Count == 0 ? [.. rules.Values.OrderBy(rule => rule.Id, StringComparer.Ordinal)] : [], mistakes);
    }

    /// <summary>The rules of one text, or what is wrong with it.</summary>
    public (IReadOnlyList<Rule> Rules, IReadOnlyList<RuleFileMistake> Mistakes) Check(string file, string text)
    {
        var (placed, mistakes) = RuleFileReader.Read(file, text);
        var (rules, wrong) = (new List<Rule>(), mistakes.ToList());
        foreach (var one in placed.Where(one => mistakes.All(mistake => mistake.Rule != one.Source.Id)))
        {
            var (rule, problems) = RuleBuilder.Build(one.Source, schema, notifiers);
            wrong.AddRange(problems.Select(one.Mistake));
            if (rule is not null)
                rules.Add(rule);
        }
        return (rules, wrong);
    }

    /// <summary>What tells one state of the files from another, without reading them; null where they cannot be looked at now.</summary>
    internal string? Stamp()
    {
        try
        {
            return Look();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private string Look() => string.Join('|', folders.SelectMany(Files).Select(file => $"{file}:{File.GetLastWriteTimeUtc(file).Ticks}:{new FileInfo(file).Length}"));

    private static IEnumerable<(string Path, string Text)> Texts(string folder) => Files(folder).Select(path => (path, new FileInfo(path).Length > 4 * RuleFileReader.MaxLength ? new string(' ', RuleFileReader.MaxLength + 1) : File.ReadAllText(path)));

    private static IEnumerable<string> Files(string folder) => Directory.Exists(folder) ? Directory.EnumerateFiles(folder, "*.yaml").Order(StringComparer.Ordinal) : [];
}
