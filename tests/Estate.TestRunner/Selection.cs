namespace Estate.TestRunner;

/// <summary>Tests of one project; no filters stand for all of them.</summary>
/// <param name="Filters">As xunit's -method takes them: <c>Namespace.Class.Method</c>, with <c>*</c> at the end.</param>
internal sealed record Chosen(TestProject Project, IReadOnlyList<TestClass> Classes, IReadOnlyList<string> Filters);

/// <summary>What is to be run.</summary>
internal sealed record Selection(IReadOnlyList<Chosen> Projects, bool IsAll)
{
    /// <summary>Either a selection, or a sentence that says which name nothing has, and what comes near.</summary>
    internal static (Selection? Chosen, string? Problem) Of(IReadOnlyList<TestProject> projects, IReadOnlyList<string> names)
    {
        if (names.Count == 0)
            return (new([.. projects.Select(project => new Chosen(project, project.Classes, []))], IsAll: true), null);
        var found = new List<(TestProject Project, TestClass Class, string Filter)>();
        foreach (var name in names)
        {
            var matches = Find(projects, name);
            if (matches.Count == 0)
                return (null, $"No slice, project, class or test is called '{name}'. {Near(projects, name)}");
            found.AddRange(matches);
        }
        // Few first: they answer soonest.
        return (new([.. found.GroupBy(one => one.Project).OrderBy(group => group.Key.Classes.Count)
            .Select(group =>
                new Chosen(group.Key, [.. group.Select(one => one.Class).Distinct()], [.. group.Select(one => one.Filter).Distinct()]))],
                IsAll: false), null);
    }

    /// <summary>A project before a slice, a slice before a class: the first of them that has this name is meant.</summary>
    private static List<(TestProject Project, TestClass Class, string Filter)> Find(IReadOnlyList<TestProject> projects, string name)
    {
        var all = projects.SelectMany(project =>
            project.Classes.Select(one => (Project: project, Class: one, Filter: Whole(one)))).ToList();
        var whole = all.Where(one =>
            Is(name, one.Project.Name) || Is(name + ".Tests", one.Project.Name) || Is($"Estate.{name}.Tests", one.Project.Name)).ToList();
        var slice = all.Where(one =>
            one.Class.Namespace[one.Project.Name.Length..].Split('.').Contains(name, StringComparer.OrdinalIgnoreCase)).ToList();
        return whole.Count > 0 ? whole : slice.Count > 0 ? slice
            : [.. all.SelectMany(one => Within(one.Class, name).Select(filter => one with { Filter = filter }))];
    }

    private static IEnumerable<string> Within(TestClass one, string name)
    {
        if (Is(name, one.Name) || Is(name + "Tests", one.Name) || Is(name, one.FullName))
            return [Whole(one)];
        return one.Tests.Where(test =>
            Is(name, $"{one.Name}.{test}") || Is(name, $"{one.FullName}.{test}") || Is(name, test)).Select(test =>
                $"{one.FullName}.{test}");
    }

    private static string Whole(TestClass one) => one.FullName + ".*";

    private static bool Is(string name, string other) => string.Equals(name, other, StringComparison.OrdinalIgnoreCase);

    private static string Near(IReadOnlyList<TestProject> projects, string name)
    {
        var known = projects.Select(one => one.Name)
            .Concat(projects.SelectMany(one => one.Classes).SelectMany(one => one.Namespace.Split('.').Append(one.Name)))
            .Distinct(StringComparer.OrdinalIgnoreCase);
        var near = known.Select(one => (Name: one, Distance: Distance(one.ToUpperInvariant(), name.ToUpperInvariant())))
            .Where(one => one.Distance <= 2 || one.Name.Contains(name, StringComparison.OrdinalIgnoreCase)).OrderBy(one => one.Distance)
            .Take(5).Select(one => one.Name).ToList();
        return near.Count > 0 ? $"Near it: {string.Join(", ", near)}."
            : $"Projects: {string.Join(", ", projects.Select(one => one.Name))}.";
    }

    /// <summary>Edits between two words (Levenshtein).</summary>
    private static int Distance(string one, string other)
    {
        var row = Enumerable.Range(0, other.Length + 1).ToArray();
        for (var i = 1; i <= one.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= other.Length; j++)
                (diagonal, row[j]) = (row[j], Math.Min(Math.Min(row[j], row[j - 1]) + 1, diagonal + (one[i - 1] == other[j - 1] ? 0 : 1)));
        }
        return row[^1];
    }
}
