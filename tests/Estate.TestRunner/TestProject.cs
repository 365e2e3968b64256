using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Estate.TestRunner;

/// <summary>A class with tests, as its source tells.</summary>
internal sealed record TestClass(string Namespace, string Name, string File, IReadOnlyList<string> Tests)
{
    internal string FullName => $"{Namespace}.{Name}";
}

/// <summary>A project below tests/ that can be run.</summary>
internal sealed partial record TestProject(string Root, string Name, IReadOnlyList<TestClass> Classes)
{
    internal string Folder => Path.Combine(Root, "tests", Name);

    internal string Program => Path.Combine(Folder, "bin", "Release", "net10.0", Name + ".dll");

    /// <summary>All of the solution, by what their sources and project files say; nothing needs to be built for it.</summary>
    internal static IReadOnlyList<TestProject> All(string root)
    {
        var solution = File.ReadAllText(Path.Combine(root, "Estate.sln"));
        return [.. Directory.GetFiles(Path.Combine(root, "tests"), "*.Tests.csproj", SearchOption.AllDirectories)
            .Order(StringComparer.Ordinal)
            .Where(file => solution.Contains(Path.GetFileName(file), StringComparison.Ordinal))
            .Select(file => new TestProject(root, Path.GetFileNameWithoutExtension(file), [.. Sources(file).SelectMany(Read)]))];
    }

    /// <summary>Its own files and those it links in from other folders.</summary>
    private static IEnumerable<string> Sources(string project)
    {
        var folder = Path.GetDirectoryName(project)!;
        var linked = XDocument.Load(project).Descendants("Compile")
            .Select(one => Path.GetDirectoryName((string?)one.Attribute("Include") ?? "")!);
        return linked.Select(one => Path.GetFullPath(one, folder)).Prepend(folder)
            .SelectMany(one => Directory.GetFiles(one, "*.cs", SearchOption.AllDirectories))
            .Where(file => !Generated().IsMatch(file)).Order(StringComparer.Ordinal);
    }

    private static IEnumerable<TestClass> Read(string file)
    {
        var text = File.ReadAllText(file);
        var tests = Test().Matches(text).Select(match => (match.Index, Name: match.Groups[1].Value)).ToList();
        var classes = Class().Matches(text).ToList();
        for (var i = 0; i < classes.Count; i++)
        {
            var end = i + 1 < classes.Count ? classes[i + 1].Index : text.Length;
            var own = tests.Where(test => test.Index > classes[i].Index && test.Index < end).Select(test => test.Name).ToList();
            if (own.Count > 0)
                yield return new(Namespace().Match(text).Groups[1].Value, classes[i].Groups[1].Value, file, own);
        }
    }

    [GeneratedRegex(@"/(bin|obj|node_modules)/")]
    private static partial Regex Generated();

    [GeneratedRegex(@"^namespace ([\w.]+);", RegexOptions.Multiline)]
    private static partial Regex Namespace();

    [GeneratedRegex(@"^(?:public|internal)[\w ]* class (\w+)", RegexOptions.Multiline)]
    private static partial Regex Class();

    [GeneratedRegex(@"\[(?:Fact|Theory)\b[^\n]*\n(?:\s*\[[^\n]*\n|\s*//[^\n]*\n|\s{8,}[^\n]*\n)*\s*public [^\n(]*?(\w+)\(")]
    private static partial Regex Test();
}
