using System.CommandLine;
using System.Globalization;
using Estate.Adapters.Storage;
using Estate.Adapters.Storage.Privacy;
using Estate.Bench.Harness;
using Estate.Bench.Widest;
using Estate.FirmwareSim;
using Estate.Gateway;
using Estate.Gateway.Backup;

namespace Estate.Bench.Year;

/// <summary>
/// The gateway over all that a year, and ten, of the reference estate leave in its database: start, memory, size, every page, a backup,
/// a night's retention, a check.
/// </summary>
internal sealed class YearBench(string folder, int factsADay, TimeProvider time)
{
    /// <summary>Four million facts a year.</summary>
    internal const int FactsADay = 10_959;

    internal static Command Create()
    {
        var data = new Option<string>("--data") { Description = "The folder everything is written to", DefaultValueFactory = _ => "var" };
        var years = new Option<int[]>("--years")
        {
            Description = "Of how many years; given twice for a ratio",
            DefaultValueFactory = _ => [1, 10],
        };
        var facts = new Option<int>("--facts") { Description = "How many a day", DefaultValueFactory = _ => FactsADay };
        years.Validators.Add(given => Require(given, years, some => some.All(one => one is >= 1 and <= 20), "1 to 20 years"));
        facts.Validators.Add(given => Require(given, facts, one => one is >= 200 and <= 100_000, "200 to 100000 a day"));
        var command = new Command("year", "A year and ten of the reference estate: start, memory, size, pages, backup, retention, verify")
        {
            data, years, facts,
        };
        command.SetAction((parsed, _) =>
            new YearBench(Path.Combine(parsed.GetRequiredValue(data), "bench", "year"), parsed.GetValue(facts), TimeProvider.System)
                .RunAsync(parsed.GetRequiredValue(years)));
        return command;
    }

    private async Task<int> RunAsync(IEnumerable<int> years)
    {
        var all = new List<YearFigures>();
        foreach (var count in years.Distinct().Order())
        {
            all.Add(await MeasureAsync(count));
            YearReport.Print(all[^1], factsADay);
        }
        return YearReport.Verdict(all, factsADay) ? 0 : 1;
    }

    private async Task<YearFigures> MeasureAsync(int years)
    {
        using var estate = new BenchEstate(folder, ReferenceEstate.Stations, time, devices: ReferenceEstate.Inventory);
        Prepare(estate, years);
        var bytes = new FileInfo(estate.Folder.Database).Length;
        var night = await NightAsync(estate);
        var check = Check(estate);
        var backup = BackUp(estate);
        var code = WidestWalk.Invite(estate);
        var patterns = WidestQuestions.Patterns(estate.Model, folder + "-patterns");
        Console.WriteLine($"starting over {years} year(s) ...");
        estate.StartBroker();
        estate.StartGateway();
        var started = time.GetTimestamp();
        await estate.WaitUntilReadyAsync();
        var ready = Since(started, estate);
        await estate.WaitUntilIdsAreReadAsync();
        var settled = Since(started, estate);
        Console.WriteLine($"asking {patterns.Count} addresses ...");
        var pages = await new WidestWalk(estate, code, time).RunAsync(patterns);
        return new(years)
        {
            Bytes = bytes,
            Ready = ready,
            Settled = settled,
            Night = night,
            Check = check,
            Backup = backup,
            Pages = [.. pages.OrderByDescending(page => page.Usual.Ms)],
        };
    }

    /// <summary>Kept for the next run.</summary>
    private void Prepare(BenchEstate estate, int years)
    {
        var kept = string.Create(CultureInfo.InvariantCulture, $"{folder}-{years}-{factsADay}.db");
        if (!File.Exists(kept))
        {
            Console.WriteLine($"recording {years} year(s) of {factsADay} facts a day ...");
            new RecordedDatabase(estate, factsADay, time) { IsAddedUp = true, HasMeans = true }.Fill(years * RecordedYears.DaysAYear, kept);
        }
        File.Copy(kept, estate.Folder.Database);
        estate.RegisterCards(ReferenceCards.For(ReferenceEstate.Households));
    }

    /// <summary>As the gateway does it each night.</summary>
    private async Task<(double Seconds, double CpuSeconds, long Rows)> NightAsync(BenchEstate estate)
    {
        Console.WriteLine("a night ...");
        var database = estate.Folder.OpenDatabase();
        var kinds = DeviceKinds.WithoutCards(estate.Model.Programme.Zone);
        var retention = new Retention(
            database, new EstateReader(database, kinds), new AuditChain(database, estate.Folder.AuditKey()), kinds)
        {
            Progress = new Progress<string>(Console.WriteLine),
        };
        var (started, cpu) = (time.GetTimestamp(), System.Environment.CpuUsage.TotalTime);
        var report = await retention.RunAsync(estate.Model.Retention, "bench", time, default);
        Console.WriteLine($"  {report}");
        return (time.GetElapsedTime(started).TotalSeconds, (System.Environment.CpuUsage.TotalTime - cpu).TotalSeconds, report.Erased);
    }

    private (double Seconds, string? Problem) Check(BenchEstate estate)
    {
        Console.WriteLine("checking ...");
        var started = time.GetTimestamp();
        var verdict = DatabaseCheck.Run(EstateDatabase.Existing(estate.Folder.Database), estate.Folder.AuditKey(), isThorough: false);
        var problems = verdict.Problems.ToList();
        return (time.GetElapsedTime(started).TotalSeconds, problems.Count == 0 ? null : string.Join("; ", problems));
    }

    private (double Seconds, long Bytes) BackUp(BenchEstate estate)
    {
        Console.WriteLine("backing up ...");
        var target = Directory.CreateDirectory(folder + "-backup").FullName;
        var started = time.GetTimestamp();
        try
        {
            var made = new BackupMaker(estate.Folder, estate.Model, time).Make(target, null, default);
            return made.Problem is null ? (time.GetElapsedTime(started).TotalSeconds, made.Bytes) : throw new IOException(made.Problem);
        }
        finally
        {
            Directory.Delete(target, recursive: true);
        }
    }

    private StartFigures Since(long started, BenchEstate estate) => new(
        time.GetElapsedTime(started).TotalMilliseconds, estate.Gateway.Cpu.TotalMilliseconds, estate.Gateway.ResidentBytes);

    private static void Require<T>(
        System.CommandLine.Parsing.OptionResult given, Option<T> option, Func<T, bool> isGood, string words)
    {
        if (given.Tokens.Count > 0 && !given.Errors.Any() && !isGood(given.GetValue(option)!))
            given.AddError($"{option.Name}: {words}");
    }
}
