using System.CommandLine;
using System.Diagnostics;
using Estate.Bench.Harness;

namespace Estate.Bench.All;

/// <summary>Runs the benches in turn and puts every figure that is promised into one table, with its target and verdict.</summary>
internal static class AllBench
{
    internal static Command Create()
    {
        var data = new Option<string>("--data") { Description = "The folder everything is written to", DefaultValueFactory = _ => "var" };
        var only = new Option<string[]>("--only") { Description = "These benches, separated by commas", DefaultValueFactory = _ => [] };
        var before = new Option<string?>("--before") { Description = "An older build's folder or Estate.Cli.dll, to compare with" };
        var write = new Option<string?>("--write")
        {
            Description = "Keeps the table, with date and machine, in docs/performance.md or the file that is named",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var command = new Command("all", "Every figure that is promised, with its target and whether it is met")
        {
            data, only, before, write,
        };
        command.SetAction(async (parsed, stop) =>
        {
            var names = parsed.GetRequiredValue(only).SelectMany(some => some.Split(',', StringSplitOptions.RemoveEmptyEntries)).ToList();
            if (names.Except(Targets.Runs.Select(run => run.Bench)).FirstOrDefault() is { } unknown)
                throw new FormatException(
                    $"--only {unknown}: there is no such bench; there are {string.Join(", ", Targets.Runs.Select(run => run.Bench))}");
            var page = new PerformancePage(parsed.GetValue(write) ?? PerformancePage.Usual);
            var older = parsed.GetValue(before) is { } build ? OlderBuild.In(build) : null;
            var figures = await RunAsync(names, older, parsed.GetRequiredValue(data), stop);
            Print(figures, page);
            if (parsed.GetResult(write) is not null)
                page.Write(figures, TimeProvider.System.GetUtcNow(), Machine.Words());
            return figures.All(figure => figure.IsGood) ? 0 : 1;
        });
        return command;
    }

    private static async Task<IReadOnlyList<Figure>> RunAsync(
        List<string> names, string? before, string data, CancellationToken stop)
    {
        var runs = Targets.Runs.Where(run => names.Count == 0 || names.Contains(run.Bench)).ToList();
        var figures = new List<Figure>();
        foreach (var ((bench, arguments), index) in runs.Select((run, index) => (run, index)))
        {
            string[] compared = before is not null && Targets.WithBefore.Contains(bench) ? ["--before", before] : [];
            var all = (string[])[bench, .. arguments, .. compared, "--data", data];
            Console.WriteLine($"[{index + 1}/{runs.Count}] {string.Join(' ', all)}");
            var lines = await LinesAsync(all, stop);
            figures.AddRange(Targets.All.Where(target => target.Bench == bench).Select(target => new Figure(target, target.In(lines))));
        }
        return figures;
    }

    /// <summary>What a bench says; shown as it comes. Its own exit status does not matter: the figures tell.</summary>
    private static async Task<IReadOnlyList<string>> LinesAsync(IEnumerable<string> arguments, CancellationToken stop)
    {
        var lines = new List<string>();
        using var process = Process.Start(
            new ProcessStartInfo("dotnet", [typeof(AllBench).Assembly.Location, .. arguments]) { RedirectStandardOutput = true })!;
        try
        {
            while (await process.StandardOutput.ReadLineAsync(stop) is { } line)
            {
                Console.WriteLine("  " + line);
                lines.Add(line);
            }
            await process.WaitForExitAsync(stop);
        }
        finally
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
        }
        return lines;
    }

    private static void Print(IReadOnlyList<Figure> figures, PerformancePage page)
    {
        Console.WriteLine();
        Console.WriteLine($"{"figure",-52} {"measured",16} {"target",18}   verdict");
        foreach (var figure in figures)
        {
            Console.WriteLine($"{figure.Target.Name,-52} {figure.Measured,16} {figure.Target.Wanted,18}   {figure.Verdict}");
            if (figure.IsMissed)
                Console.WriteLine("    " + (page.WordsAbout(figure.Target.Name) ?? "nothing is written about it yet: " + page.Path));
        }
        Console.WriteLine(
            $"{figures.Count(figure => figure.Verdict == Figure.Met)} met, {figures.Count(figure => figure.IsMissed)} not met, "
                + $"{figures.Count(figure => figure.Value is null)} not measured");
    }
}
