using Estate.Domain.Rules;
using Estate.Gateway.Configuration;

namespace Estate.Gateway.Rules;

/// <summary>
/// All files of rules: those that came with the estate's file, and those made here, which stand for a rule of the same id. All
/// or nothing: with one error in one file, none is taken.
/// </summary>
/// <param name="folders">Later ones overrule earlier ones.</param>
internal sealed class RuleFiles(IReadOnlyList<string> folders, RuleSchema schema, IReadOnlyList<string> notifiers)
{
    /// <summary>Stands in addresses for a rule that is not written yet.</summary>
    internal const string Reserved = "new";

    /// <summary>The rules, or what is wrong.</summary>
    /// <param name="onlyThoseThatCame">Of the first folder.</param>
    public (IReadOnlyList<Rule> Rules, IReadOnlyList<RuleFileError> Mistakes) Read(bool onlyThoseThatCame = false)
    {
        var (rules, mistakes) = (new Dictionary<string, Rule>(), new List<RuleFileError>());
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
    public (IReadOnlyList<Rule> Rules, IReadOnlyList<RuleFileError> Mistakes) Check(string file, string text)
    {
        var (placed, mistakes) = RuleFileReader.Read(file, text);
        var (rules, wrong) = (new List<Rule>(), mistakes.ToList());
        foreach (var one in placed.Where(one => mistakes.All(mistake => mistake.Rule != one.Source.Id)))
        {
            var (rule, problems) = RuleBuilder.Build(one.Source, schema, notifiers);
            wrong.AddRange(problems.Select(one.Error));
            if (rule is not null)
                rules.Add(rule);
        }
        return (rules, wrong);
    }

    /// <summary>Puts a rule into the folder of those made here, in a file of its own, or says why not.</summary>
    /// <param name="text">A file with this rule alone.</param>
    public IReadOnlyList<RuleFileError> Save(string id, string text)
    {
        var (rules, mistakes) = Check(Own(id), text);
        if (mistakes.Count > 0)
            return mistakes;
        if (rules is not [var rule] || rule.Id != id || id == Reserved)
            return [new(
                Own(id), 1, 1, id, id == Reserved ? $"'{Reserved}' is no name for a rule" : $"the text must hold one rule, with id: {id}")];
        if (Obstacle(id) is { } obstacle)
            return [obstacle];
        if (Texts(folders[^1]).FirstOrDefault(file =>
            Path.GetFileName(file.Path) != Own(id) && Check(file.Path, file.Text).Rules.Any(other => other.Id == id)).Path is { } elsewhere)
            return [new(Path.GetFileName(elsewhere), 1, 1, id, $"the rule stands in {elsewhere}; change it there")];
        DataFolder.WritePrivate(Path.Combine(folders[^1], Own(id)), System.Text.Encoding.UTF8.GetBytes(text));
        return [];
    }

    /// <summary>Takes a rule made here out again, or says why not; one that came with the estate is in force again then.</summary>
    public IReadOnlyList<RuleFileError> Remove(string id)
    {
        if (!IsMadeHere(id))
            return [new(
                Own(id), 1, 1, id,
                "no rule of this id was made here; what came with the estate is changed by saving a rule of the same id")];
        if (Obstacle(id) is { } obstacle)
            return [obstacle];
        File.Delete(Path.Combine(folders[^1], Own(id)));
        return [];
    }

    /// <summary>Only a file that is there under this very name: an id is no path.</summary>
    internal bool IsMadeHere(string id) => Files(folders[^1]).Any(path => Path.GetFileName(path) == Own(id));

    /// <summary>
    /// What must be put right by hand before a rule's own file can be written or taken out: nothing else may be lost, or come in force, by
    /// it.
    /// </summary>
    private RuleFileError? Obstacle(string id)
    {
        if (Read().Mistakes is [var first, ..])
            return first;
        var own = Path.Combine(folders[^1], Own(id));
        return !IsMadeHere(id) || (Check(own, File.ReadAllText(own)).Rules is [var alone] && alone.Id == id) ? null
            : new(Own(id), 1, 1, id, $"{own} holds other rules too; change it there");
    }

    /// <summary>Changes with the files, without reading them; null where they cannot be listed now.</summary>
    internal string? Stamp()
    {
        try
        {
            return Fingerprint();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static string Own(string id) => id + ".yaml";

    private string Fingerprint() =>
        string.Join(
            '|', folders.SelectMany(Files).Select(file => $"{file}:{File.GetLastWriteTimeUtc(file).Ticks}:{new FileInfo(file).Length}"));

    private static IEnumerable<(string Path, string Text)> Texts(string folder) =>
        Files(folder)
        .Select(path => (path, new FileInfo(path).Length > 4 * RuleFileReader.MaxLength ? new string(' ', RuleFileReader.MaxLength + 1)
            : File.ReadAllText(path)));

    private static IEnumerable<string> Files(string folder) =>
        Directory.Exists(folder) ? Directory.EnumerateFiles(folder, "*.yaml").Order(StringComparer.Ordinal) : [];
}
