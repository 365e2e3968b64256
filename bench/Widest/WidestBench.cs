using System.CommandLine;
using System.Globalization;
using Dapper;
using Estate.Bench.Harness;
using Estate.FirmwareSim;
using Microsoft.Data.Sqlite;

namespace Estate.Bench.Widest;

/// <summary>A journal of a year of four million facts, and every address of the gateway asked its widest question.</summary>
internal sealed class WidestBench(string folder, int facts, string? program, TimeProvider time)
{
    private const double LimitMs = 100, LimitMb = 30;

    internal static Command Create()
    {
        var data = new Option<string>("--data") { Description = "The folder everything is written to", DefaultValueFactory = _ => "var" };
        var facts = new Option<int>("--facts") { Description = "How many the journal holds", DefaultValueFactory = _ => 4_000_000 };
        var program = new Option<string?>("--program") { Description = "Estate.Cli.dll of another build, to compare with" };
        var command = new Command("widest", "Every address asked its widest question of a year: processor time, memory, milliseconds")
        {
            data, facts, program,
        };
        command.SetAction((parsed, _) =>
        {
            var folder = Path.Combine(parsed.GetRequiredValue(data), "bench", "widest");
            return new WidestBench(folder, parsed.GetValue(facts), parsed.GetValue(program), TimeProvider.System).RunAsync();
        });
        return command;
    }

    private async Task<int> RunAsync()
    {
        using var estate = new BenchEstate(folder, ReferenceEstate.Stations, time, devices: ReferenceEstate.Inventory)
        {
            Program = program ?? BenchEstate.ThisBuild,
        };
        var code = Prepare(estate, time, facts, folder + $"-{facts}.db", isOlder: program is not null);
        var patterns = WidestQuestions.Patterns(estate.Model, folder + "-patterns");
        var ready = await estate.StartAsync();
        var walk = new WidestWalk(estate, code, time);
        var added = await walk.UntilAddedUpAsync();
        Print($"{facts} facts, {new FileInfo(estate.Folder.Database).Length / 1e6:0} MB: ready after {ready.TotalSeconds:0.0} s");
        Print($"added up after {added.TotalSeconds:0.0} s more; {estate.Gateway.ResidentBytes / 1e6:0} MB resident");
        return Verdict(await walk.RunAsync(patterns));
    }

    /// <summary>A database without totals, so that adding it up is part of the trial; kept for the next run.</summary>
    /// <returns>A code that makes an account for the walker.</returns>
    internal static string Prepare(BenchEstate estate, TimeProvider time, int facts, string kept, bool isOlder)
    {
        if (!File.Exists(kept))
            new RecordedDatabase(estate, facts / RecordedYears.DaysAYear, time).Fill(RecordedYears.DaysAYear, kept);
        File.Copy(kept, estate.Folder.Database);
        estate.RegisterCards(ReferenceCards.For(ReferenceEstate.Households));
        var code = WidestWalk.Invite(estate);
        if (!isOlder)
            return code;
        using var connection = new SqliteConnection($"Data Source={estate.Folder.Database};Pooling=False");
        connection.Execute(TestKit.OlderSchema.Of12);
        return code;
    }

    private static int Verdict(IReadOnlyList<WidestLine> lines)
    {
        Print($"{"address",-52} {"status",6} {"kB",8} {"ms",8} {"CPU ms",8} {"MB",6}   first: CPU ms, MB");
        var missed = 0;
        foreach (var (pattern, first, usual) in lines.OrderByDescending(line => line.Usual.CpuMs))
        {
            var growth = WidestQuestions.Streams.Contains(pattern) ? Math.Max(first.GrowthBytes, usual.GrowthBytes) : usual.GrowthBytes;
            var isMet = usual.CpuMs <= LimitMs && growth <= LimitMb * 1e6 && (int)usual.Status < 500;
            missed += isMet ? 0 : 1;
            var figures = string.Create(
                CultureInfo.InvariantCulture, $"{usual.Bytes / 1e3,8:0.0} {usual.Ms,8:0.0} {usual.CpuMs,8:0.0} {growth / 1e6,6:0.0}");
            var before = string.Create(CultureInfo.InvariantCulture, $"{first.CpuMs:0.0}, {first.GrowthBytes / 1e6:0.0}");
            Print($"{pattern,-52} {(int)usual.Status,6} {figures}   {before}{(isMet ? "" : "  FAIL")}");
        }
        var verdict = missed == 0 ? "PASS" : "FAIL";
        Print($"{lines.Count} addresses, {missed} beyond {LimitMs:0} ms of processor time or {LimitMb:0} MB: {verdict}");
        return missed == 0 ? 0 : 1;
    }

    private static void Print(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));
}
