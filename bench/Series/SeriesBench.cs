using System.CommandLine;
using System.Globalization;
using Estate.Adapters.Influx;
using Estate.Adapters.Storage;
using Estate.Bench.Harness;
using Estate.Bench.Ingest;
using Estate.Bench.Year;
using Estate.FirmwareSim;
using Estate.Gateway;
using Estate.Gateway.Configuration;
using Estate.Gateway.Pipeline.Series;
using NodaTime;
using Command = System.CommandLine.Command;

namespace Estate.Bench.Series;

/// <summary>
/// The journal of a month of the reference estate into a real InfluxDB and a real VictoriaMetrics: against curl with the same lines,
/// and how long news wait while what is older is sent.
/// </summary>
internal static class SeriesBench
{
    private const int LinesOfAFile = 5_000, Days = 30;
    private const double MinRatio = 0.9;

    internal static Command Create()
    {
        var data = new Option<string>("--data") { Description = "The folder everything is written to", DefaultValueFactory = _ => "var" };
        var estate = new Option<string>("--estate")
        {
            Description = "The estate's file",
            DefaultValueFactory = _ => "deploy/reference/estate.yaml"
        };
        var rounds = new Option<int>("--rounds") { Description = "So often beside curl; the middle counts", DefaultValueFactory = _ => 5 };
        var server = new Option<InfluxDialect?>("--server") { Description = "V1 or VictoriaMetrics beside curl, and nothing else" };
        var command = new Command("series", "Facts into InfluxDB: beside curl, and news beside what is older")
        {
            data, estate, rounds, server,
        };
        command.SetAction((parsed, stop) =>
            RunAsync(
                Path.Combine(parsed.GetRequiredValue(data), "bench-series"), EstateFileReader.Read(parsed.GetRequiredValue(estate)),
                (parsed.GetRequiredValue(rounds), parsed.GetValue(server)), stop));
        return command;
    }

    private static async Task<int> RunAsync(
        string path, EstateModel model, (int Rounds, InfluxDialect? Server) asked, CancellationToken stop)
    {
        if (Directory.Exists(path))
            Directory.Delete(path, recursive: true);
        Directory.CreateDirectory(path);
        var folder = Path.GetFullPath(path);
        var kinds = DeviceKinds.WithoutCards(model.Programme.Zone);
        var database = new EstateDatabase(Path.Combine(folder, "estate.db"));
        using (var store = new EstateStore(database, kinds, new AuditChain(database, new byte[32])))
            Record(model, store);
        var reader = new EstateReader(database, kinds);
        var isFast = true;
        foreach (var dialect in BenchSeriesServer.Dialects.Where(one => one == (asked.Server ?? one)))
            using (var server = BenchSeriesServer.Start(Path.Combine(folder, dialect.ToString()), dialect))
                isFast &= await CompareAsync(server, new(database, reader, model.Site, dialect), folder, asked.Rounds, stop);
        if (asked.Server is not null)
            return isFast ? 0 : 1;
        using var influx = BenchSeriesServer.Start(Path.Combine(folder, "news-server"));
        await influx.CreateAsync("news");
        using var news = new NewsBench(model with { Influx = influx.Target("news") }, database, reader, folder);
        return await news.RunAsync(stop) && isFast ? 0 : 1;
    }

    private static void Record(EstateModel model, EstateStore store)
    {
        var households = ReferenceCards.For(ReferenceEstate.Households).Select(card => card.Household).Distinct().ToList();
        var facts = 0;
        foreach (var day in new RecordedYears(model, households, YearBench.FactsADay, new LocalDate(2026, 11, 1)).Days(Days))
        {
            store.Commit(day.Batch);
            facts += day.Batch.Facts.Count;
        }
        Say($"recorded: {facts} facts of a month in the journal");
    }

    /// <summary>Beside curl with the same lines, in turn.</summary>
    private static async Task<bool> CompareAsync(
        BenchSeriesServer server, FactLines lines, string folder, int rounds, CancellationToken stop)
    {
        using var journal = lines;
        var files = Files(journal, folder);
        var count = files.Sum(file => file.Lines);
        var reading = TimeProvider.System.GetTimestamp();
        _ = Pieces(journal).Count();
        Say($"{server.Dialect}: read and rendered alone: {count / TimeProvider.System.GetElapsedTime(reading).TotalSeconds:0} lines/s");
        Say($"{count} lines in {files.Count} files of at most {LinesOfAFile}; the same for both");
        // What a server makes at the first sight of a series, or before its first merge, neither of them pays.
        await CurlAsync(server, files, rounds);
        var (ours, curls, used) = (new List<double>(), new List<double>(), TimeSpan.Zero);
        var begun = server.Cpu;
        for (var round = 0; round < rounds; round++)
        {
            var first = round % 2 == 0;
            if (first)
                curls.Add(count / await CurlAsync(server, files, round));
            var own = System.Environment.CpuUsage.TotalTime;
            ours.Add(count / await ExportAsync(server, journal, round, folder, stop));
            used += System.Environment.CpuUsage.TotalTime - own;
            if (!first)
                curls.Add(count / await CurlAsync(server, files, round));
            Say($"round {round + 1}: export {ours[^1]:0} lines/s, curl {curls[^1]:0} lines/s");
        }
        Say($"{server.Dialect}: processor time a line: {used.TotalMicroseconds / rounds / count:0.00} µs of ours, "
            + $"{(server.Cpu - begun).TotalMicroseconds / rounds / 2 / count:0.00} µs of the server's");
        var ratio = DiskProbe.Percentile(ours, 0.5) / DiskProbe.Percentile(curls, 0.5);
        Say($"{server.Dialect}: export {DiskProbe.Percentile(ours, 0.5):0} lines/s beside curl's {DiskProbe.Percentile(curls, 0.5):0}: "
            + $"ratio {ratio:0.00} (at least {MinRatio}) {(ratio >= MinRatio ? "PASS" : "FAIL")}");
        return ratio >= MinRatio;
    }

    /// <summary>What the exporter sends, as files for curl.</summary>
    private static List<(string Path, int Lines)> Files(FactLines journal, string folder)
    {
        var files = new List<(string, int)>();
        foreach (var lines in Pieces(journal))
        {
            var path = Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"lines-{files.Count:0000}.lp"));
            File.WriteAllText(path, string.Join('\n', lines));
            files.Add((path, lines.Count));
        }
        return files;
    }

    private static IEnumerable<IReadOnlyList<string>> Pieces(FactLines journal)
    {
        for (var (lines, last) = journal.Read(0, long.MaxValue, LinesOfAFile); lines.Count > 0; (lines, last) = journal.Read(
            last, long.MaxValue, LinesOfAFile))
            yield return lines;
    }

    /// <summary>One curl with one connection, file after file.</summary>
    private static async Task<double> CurlAsync(BenchSeriesServer server, List<(string Path, int Lines)> files, int round)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"curl{round}");
        await server.CreateAsync(name);
        var path = server.Dialect == InfluxDialect.V1 ? $"write?db={name}&precision=n" : $"api/v2/write?bucket={name}&precision=ns";
        var arguments = files.SelectMany((file, index) =>
            new[] { index == 0 ? "-sS" : "--next", "--fail", "-o", "/dev/null", "--data-binary", "@" + file.Path,
            server.Url + path });
        var started = TimeProvider.System.GetTimestamp();
        using var curl = System.Diagnostics.Process.Start("curl", arguments);
        await curl.WaitForExitAsync();
        return curl.ExitCode == 0 ? TimeProvider.System.GetElapsedTime(started).TotalSeconds
            : throw new IOException($"curl ended with {curl.ExitCode}");
    }

    /// <summary>The exporter's own way through a backlog, with no cap.</summary>
    private static async Task<double> ExportAsync(
        BenchSeriesServer server, FactLines journal, int round, string folder, CancellationToken stop)
    {
        var target = server.Target(string.Create(CultureInfo.InvariantCulture, $"ours{round}"));
        await server.CreateAsync(target.Database);
        using var handler = new SocketsHttpHandler { UseProxy = false };
        using var writer = new InfluxWriter(target, handler, TimeProvider.System);
        var lane = new JournalCursor(journal, new JournalTail(), target.Server);
        lane.Start();
        lane.News(1);
        var drain = new BacklogSender(
            writer, lane, new SpillFolder(Path.Combine(folder, "spill"), 1_000_000), int.MaxValue, TimeProvider.System);
        var started = TimeProvider.System.GetTimestamp();
        while (!drain.IsEmpty)
            if (await drain.RunAsync(TimeProvider.System.GetTimestamp(), TimeSpan.FromSeconds(10), stop) is { Problem: { } problem })
                throw new IOException(problem);
        return TimeProvider.System.GetElapsedTime(started).TotalSeconds;
    }

    internal static void Say(string line) => Console.WriteLine(line);
}
