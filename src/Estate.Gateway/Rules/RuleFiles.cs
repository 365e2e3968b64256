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

    /// <summary>Puts a rule into the folder of those made here, in a file of its own, or says why not.</summary>
    /// <param name="text">A file with this rule alone.</param>
    public IReadOnlyList<RuleFileMistake> Save(string id, string text)
    {
        var (rules, mistakes) = Check(Own(id), text);
        if (mistakes.Count > 0)
            return mistakes;
        if (rules is not [var rule] || rule.Id != id)
            return [new(Own(id), 1, 1, id, $"the text must hold one rule, with id: {id}")];
        if (Read().Mistakes.Where(mistake => mistake.File != Own(id)).ToList() is { Count: > 0 } others)
            return others;
        if (Texts(folders[^1]).FirstOrDefault(file => Path.GetFileName(file.Path) != Own(id) && Check(file.Path, file.Text).Rules.Any(other => other.Id == id)).Path is { } elsewhere)
            return [new(Path.GetFileName(elsewhere), 1, 1, id, $"the rule stands in {elsewhere}; change it there")];
        DataFolder.WritePrivate(Path.Combine(folders[^1], Own(id)), System.Text.Encoding.UTF8.GetBytes(text));
        return [];
    }

    /// <summary>Takes a rule made here out again; one that came with the estate is in force again then. False where none was made here.</summary>
    public bool Remove(string id)
    {
        var path = Path.Combine(folders[^1], Own(id));
        // Only a file that is there under this very name: an id is no path.
        if (!Files(folders[^1]).Contains(path))
            return false;
        File.Delete(path);
        return true;
    }

    internal bool IsMadeHere(string id) => Files(folders[^1]).Any(path => Path.GetFileName(path) == Own(id));

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

    private static string Own(string id) => id + ".yaml";

    private string Look() => string.Join('|', folders.SelectMany(Files).Select(file => $"{file}:{File.GetLastWriteTimeUtc(file).Ticks}:{new FileInfo(file).Length}"));

    private static IEnumerable<(string Path, string Text)> Texts(string folder) => Files(folder).Select(path => (path, new FileInfo(path).Length > 4 * RuleFileReader.MaxLength ? new string(' ', RuleFileReader.MaxLength + 1) : File.ReadAllText(path)));

    private static IEnumerable<string> Files(string folder) => Directory.Exists(folder) ? Directory.EnumerateFiles(folder, "*.yaml").Order(StringComparer.Ordinal) : [];
}
