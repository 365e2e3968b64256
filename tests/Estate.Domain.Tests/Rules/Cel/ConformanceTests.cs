using Estate.Domain.Rules.Cel;
using Estate.TestKit;
using Xunit;

namespace Estate.Domain.Tests.Rules.Cel;

/// <summary>The public conformance suite of the language, section by section; the counts are printed.</summary>
public class ConformanceTests(ITestOutputHelper output)
{
    private const string Folder = "cel-spec-testdata";

    [Theory]
    [InlineData("basic")]
    [InlineData("comparisons")]
    [InlineData("conversions")]
    [InlineData("fp_math")]
    [InlineData("integer_math")]
    [InlineData("lists")]
    [InlineData("logic")]
    [InlineData("macros")]
    [InlineData("parse")]
    [InlineData("string")]
    [InlineData("timestamps")]
    public void The_public_CEL_conformance_cases_pass(string file)
    {
        var folder = Recordings.Find(Folder);
        Assert.SkipWhen(folder is null, Recordings.MissingLine(Folder));
        var cases = ConformanceCase.Read(Path.Combine(folder!, file + ".textproto")).ToList();
        var ours = cases.Where(one => !one.NeedsMessages).ToList();
        var failures = ours.Select(one => (one, problem: Problem(one))).Where(pair => pair.problem is not null).ToList();
        Report($"conformance {file}: {ours.Count - failures.Count} of {ours.Count} passed; {cases.Count - ours.Count} need protobuf "
            + "messages and are out of scope");
        Assert.True(
            failures.Count == 0,
            string.Join("\n", failures.Select(pair => $"{pair.one.Section}/{pair.one.Name}: {pair.one.Expression}\n    {pair.problem}")));
        Assert.NotEmpty(ours);
    }

    /// <summary>Also to a file, since output of passing tests is not shown otherwise; ./estate test prints it.</summary>
    private void Report(string line)
    {
        output.WriteLine(line);
        if (Environment.GetEnvironmentVariable("ESTATE_COUNTS") is { } path)
            lock (Folder)
                File.AppendAllText(path, line + "\n");
    }

    private static string? Problem(ConformanceCase one)
    {
        CelValue actual;
        try
        {
            actual = CelProgram.Compile(one.Expression, new CelEnvironment(one.Variables) { IsChecked = one.IsChecked })
                .Evaluate(new CelFrame());
        }
        catch (CelException mistake)
        {
            actual = CelValue.Error(mistake.Message);
        }
        return one.Expected is not { } expected
            ? actual.Kind == CelKind.Error ? null : $"expected an error, got {actual.Kind} {actual}"
            : AreSame(expected, actual) ? null : $"expected {expected.Kind} {expected}, got {actual.Kind} {actual}";
    }

    private static bool AreSame(CelValue one, CelValue other) => one.Kind == other.Kind
        && ((one.Kind == CelKind.Double && double.IsNaN(one.AsDouble) && double.IsNaN(other.AsDouble)) || Compared(one, other).AsBool);

    private static CelValue Compared(CelValue one, CelValue other) =>
        CelProgram.Compile("a == b", new CelEnvironment([new("a", CelType.Dyn, _ => one), new("b", CelType.Dyn, _ => other)]))
        .Evaluate(new CelFrame());
}
