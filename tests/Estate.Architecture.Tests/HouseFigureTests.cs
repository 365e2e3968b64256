using System.Globalization;
using Xunit;

namespace Estate.Architecture.Tests;

/// <summary>The figures a house one can live in keeps to; <c>./estate figures</c> prints them.</summary>
public sealed class HouseFigureTests
{
    private const int Commits = 30;

    [Fact]
    public void The_pieces_are_small()
    {
        var output = TestContext.Current.TestOutputHelper!;
        var figures = FiguresOf(SourceTree.Read()).ToList();
        var folders = HouseFigures.FoldersPerCommit(Commits);
        // Of history, which no change of today repairs: told, not held.
        var history = AtMost($"folders of a commit, median of the last {folders.Count}", HouseFigures.Quantile(folders, 0.5), 2);
        var taken = StyleRules.TakenByConstructors(ArchitectureTests.Types).Max(one => one.Taken);
        var bags = AtMost("the same with what is in bags, the most", taken, 5);
        foreach (var figure in figures.Append(bags).Append(history))
            output.WriteLine(figure.ToString());
        Assert.Equal("", string.Join("\n", Missed(figures)));
    }

    [Fact]
    public void A_large_piece_is_seen()
    {
        var small = ("src/Estate.Domain/Small.cs", "namespace Estate.Domain;\n\ninternal sealed class Small;\n");
        Assert.Empty(Missed(FiguresOf(SourceTree.Of(small))));
        foreach (var (text, figures) in new[]
        {
            (new string('\n', 161), 1),
            (Method(lines: 40), 2),
            ("namespace Estate.Domain;\npublic sealed class Seen;\n", 1),
            ("namespace Estate.Domain;\ninternal sealed class Wide(int a, int b, int c, int d, int e, int f);\n", 1),
            ("namespace Estate.Domain;\n#pragma warning disable CA1852\ninternal class Silent;\n", 1),
            ("namespace Estate.Domain;\n[SuppressMessage(\"a\", \"b\")]\ninternal sealed class Silent;\n", 1),
        })
            Assert.Equal(figures, Missed(FiguresOf(SourceTree.Of(small, ("src/Estate.Domain/Planted.cs", text)))).Count());
    }

    private static string Method(int lines) =>
        "namespace Estate.Domain;\ninternal static class Long\n{\n    internal static void Run()\n    {"
        + new string('\n', lines - 2) + "    }\n}\n";

    private static IEnumerable<Figure> FiguresOf(SourceTree tree)
    {
        var house = new HouseFigures(tree);
        yield return AtMost("lines of a file, median", HouseFigures.Quantile(house.Files, 0.5), 50);
        yield return AtMost("lines of a file, 95 in 100 at most", HouseFigures.Quantile(house.Files, 0.95), 160);
        yield return AtMost("lines of a method, 95 in 100 at most", HouseFigures.Quantile(house.Methods, 0.95), 21);
        yield return AtMost("lines of a method, the longest", HouseFigures.Quantile(house.Methods, 1), 39);
        var share = 100 * house.InternalShare;
        yield return new("types other projects cannot see, %", share, ">= 60", share >= 60);
        yield return AtMost("parameters of a class's constructor, the most", house.LongestConstructor, 5);
        yield return AtMost("suppressed warnings", house.Suppressions, 0);
        yield return AtMost("circles of namespaces in the domain", NamespaceGraph.Of(tree).Cycles().Count, 0);
    }

    private static IEnumerable<string> Missed(IEnumerable<Figure> figures) =>
        figures.Where(figure => !figure.IsKept).Select(figure => figure.ToString());

    private static Figure AtMost(string name, int value, int bound) => new(name, value, $"<= {bound}", value <= bound);

    private sealed record Figure(string Name, double Value, string Bound, bool IsKept)
    {
        public override string ToString() =>
            string.Create(CultureInfo.InvariantCulture, $"{Name,-46} {Value,8:0.##}   {Bound} {(IsKept ? "" : "(missed)")}").TrimEnd();
    }
}
