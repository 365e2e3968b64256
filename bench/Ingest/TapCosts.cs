using System.Globalization;
using Dapper;
using Estate.Bench.Harness;
using Estate.FirmwareSim;
using Microsoft.Data.Sqlite;

namespace Estate.Bench.Ingest;

/// <summary>What a tap costs in two builds, in turn on one machine: what both suffer of it cancels out.</summary>
internal sealed class TapCosts(string folder, int taps, TimeProvider time)
{
    private const int Rounds = 3, PerSecond = 50, PacedSeconds = 20;

    private long _boot;

    /// <param name="before">Estate.Cli.dll of the other build; its database is of schema 13.</param>
    /// <param name="bare">How many taps a second a subscriber takes that only counts.</param>
    internal async Task RunAsync(string before, Func<Task<double>> bare)
    {
        using var old = await StartAsync("before", before, isOlder: true);
        using var own = await StartAsync("now", BenchEstate.ThisBuild, isOlder: false);
        var (olds, owns, bares) = (new Series(old), new Series(own), new List<double>());
        for (var round = 0; round <= Rounds; round++)
        {
            foreach (var one in new[] { olds, owns })
                one.Floods.Add(await FloodAsync(one, round == 0 ? taps / 5 : taps));
            if (round > 0)
                bares.Add(await bare());
        }
        for (var round = 0; round < 2; round++)
            foreach (var one in new[] { olds, owns })
                one.Paces.Add(await PaceAsync(one));
        Report(olds, owns, Median(bares));
    }

    private static void Report(Series before, Series now, double bare)
    {
        // The first round only warms.
        var (olds, owns) = (before.Floods[1..], now.Floods[1..]);
        Print("figure", "before", "now", "ratio", "target");
        Row("taps/s, durable", olds.Select(one => one.Rate), owns.Select(one => one.Rate), "at least 1.6");
        Row("µs of CPU per tap", olds.Select(one => one.CpuMicroseconds), owns.Select(one => one.CpuMicroseconds), "at most 0.6");
        Row("bytes kept per tap", olds.Select(one => one.Kept), owns.Select(one => one.Kept), "at most 0.6");
        Row("bytes written per tap, flood", olds.Select(one => one.Written), owns.Select(one => one.Written), "");
        Row("bytes written per tap, 50/s", before.Paces.Select(one => one.Written), now.Paces.Select(one => one.Written), "at most 0.5");
        Row("tap to answer at 50/s, p50 ms", before.Paces.Select(one => one.P50), now.Paces.Select(one => one.P50), "");
        Row("tap to answer at 50/s, p99 ms", before.Paces.Select(one => one.P99), now.Paces.Select(one => one.P99), "at most 1.0");
        Row("durable ÷ bare subscriber", olds.Select(one => one.Rate / bare), owns.Select(one => one.Rate / bare), "now at least 0.8");
    }

    private async Task<BenchEstate> StartAsync(string name, string program, bool isOlder)
    {
        var estate = new BenchEstate(Path.Combine(folder, name), TapLoad.Stations, time, evidence: "tap") { Program = program };
        estate.RegisterCards(ReferenceCards.For(TapLoad.Households));
        if (isOlder)
            using (var connection = new SqliteConnection($"Data Source={estate.Folder.Database};Pooling=False"))
                connection.Execute(TestKit.OlderSchema.Of13);
        await estate.StartAsync();
        return estate;
    }

    private async Task<Flood> FloodAsync(Series of, int count)
    {
        var estate = of.Estate;
        using var load = new TapLoad(new(estate.Port, estate.Passwords), expectAcks: true, ++_boot, count, of.Tapped, time);
        of.Tapped += count;
        await load.WaitUntilReadyAsync();
        var (kept, written, cpu, started) = (KeptBytes(estate), estate.WrittenBytes, estate.Gateway.Cpu, time.GetTimestamp());
        await load.FloodAsync(count);
        var seconds = time.GetElapsedTime(started).TotalSeconds;
        return new(
            count / seconds, (estate.Gateway.Cpu - cpu).TotalMicroseconds / count, (double)(KeptBytes(estate) - kept) / count,
            (double)(estate.WrittenBytes - written) / count);
    }

    private async Task<Pace> PaceAsync(Series of)
    {
        var (estate, count) = (of.Estate, PerSecond * PacedSeconds);
        using var load = new TapLoad(new(estate.Port, estate.Passwords), expectAcks: true, ++_boot, count, of.Tapped, time);
        of.Tapped += count;
        await load.WaitUntilReadyAsync();
        var written = estate.WrittenBytes;
        await load.PaceAsync(count, PerSecond);
        return new(
            DiskProbe.Percentile(load.Latencies, 0.5), DiskProbe.Percentile(load.Latencies, 0.99),
            (double)(estate.WrittenBytes - written) / count);
    }

    /// <summary>Of pages that hold something, also those that are in the log only.</summary>
    private static long KeptBytes(BenchEstate estate)
    {
        using var connection = new SqliteConnection($"Data Source={estate.Folder.Database};Mode=ReadOnly;Pooling=False");
        return connection.ExecuteScalar<long>(
            "SELECT (page_count - freelist_count) * page_size FROM pragma_page_count, pragma_freelist_count, pragma_page_size");
    }

    private static double Median(IEnumerable<double> values) => DiskProbe.Percentile(values, 0.5);

    private static void Row(string what, IEnumerable<double> before, IEnumerable<double> now, string target)
    {
        var (was, becomes) = (Median(before), Median(now));
        Print(what, Figure(was), Figure(becomes), Figure(becomes / was), target);
    }

    private static string Figure(double value) => value.ToString(value < 100 ? "0.00" : "0", CultureInfo.InvariantCulture);

    private static void Print(string what, string before, string now, string ratio, string target) =>
        Console.WriteLine($"{what,-32} {before,10} {now,10} {ratio,8}  {target}");

    /// <summary>One build's estate and what was measured of it.</summary>
    private sealed class Series(BenchEstate estate)
    {
        internal BenchEstate Estate => estate;

        internal long Tapped { get; set; }

        internal List<Flood> Floods { get; } = [];

        internal List<Pace> Paces { get; } = [];
    }

    private sealed record Flood(double Rate, double CpuMicroseconds, double Kept, double Written);

    private sealed record Pace(double P50, double P99, double Written);
}
