using System.CommandLine;
using System.Globalization;
using Dapper;
using Estate.Bench.Harness;
using Estate.Bench.Ingest;
using Estate.Bench.Start;
using Microsoft.Data.Sqlite;

namespace Estate.Bench.Peer;

/// <summary>
/// Acknowledged taps beside Node-RED, which keeps nothing, and beside another build: the same load, brokers set alike, in turn.
/// </summary>
internal sealed class PeerBench(string folder, int taps, string? before, TimeProvider time)
{
    private const int PerSecond = 50, Paced = PerSecond * 20;
    private readonly Dictionary<string, long> _tapped = [];

    internal static Command Create()
    {
        var data = new Option<string>("--data") { Description = "The folder everything is written to", DefaultValueFactory = _ => "var" };
        var rounds = new Option<int>("--rounds") { Description = "How often each has its turn", DefaultValueFactory = _ => 3 };
        var taps = new Option<int>("--taps") { Description = "Of a flood", DefaultValueFactory = _ => 60_000 };
        var before = new Option<string?>("--before") { Description = "An older build's folder or Estate.Cli.dll, to compare with" };
        var command = new Command("peer", "Acknowledged taps beside Node-RED, and beside an older build") { data, rounds, taps, before };
        command.SetAction((parsed, _) =>
        {
            var folder = Path.Combine(parsed.GetRequiredValue(data), "bench");
            var older = parsed.GetValue(before) is { } build ? OlderBuild.In(build) : null;
            return new PeerBench(folder, parsed.GetValue(taps), older, TimeProvider.System).RunAsync(parsed.GetValue(rounds));
        });
        return command;
    }

    private async Task<int> RunAsync(int rounds)
    {
        var candidates = await Candidate.AllAsync(folder, "peer", before, time);
        try
        {
            var all = candidates.ToDictionary(candidate => candidate, _ => new List<PeerFigures>());
            for (var round = 0; round < rounds; round++)
                foreach (var candidate in round % 2 == 0 ? candidates : candidates.AsEnumerable().Reverse())
                {
                    all[candidate].Add(await MeasureAsync(candidate, round));
                    Print($"round {round + 1}, {Words(candidate.Name, all[candidate][^1])}");
                }
            var medians = candidates.ToDictionary(candidate => candidate.Name, candidate => PeerFigures.Median(all[candidate]));
            foreach (var (name, figures) in medians)
                Print($"middle, {Words(name, figures)}");
            foreach (var (name, figures) in medians.Skip(1))
                Compare(medians[candidates[0].Name], name, figures);
            return 0;
        }
        finally
        {
            candidates.ForEach(candidate => candidate.Dispose());
        }
    }

    /// <summary>A short flood warms it, then a long one, then residents who come evenly.</summary>
    private async Task<PeerFigures> MeasureAsync(Candidate candidate, int round)
    {
        await candidate.StartAsync();
        var boot = (round * 3) + 1;
        await FloodAsync(candidate, boot, taps / 5);
        var (cpu, kept) = (candidate.Process.Cpu, KeptBytes(candidate));
        var rate = await FloodAsync(candidate, boot + 1, taps);
        var cost = (candidate.Process.Cpu - cpu).TotalMicroseconds / taps;
        var grown = (KeptBytes(candidate) - kept) / taps;
        using var load = Load(candidate, boot + 2, Paced);
        await load.WaitUntilReadyAsync();
        var written = Written(candidate);
        await load.PaceAsync(Paced, PerSecond);
        var figures = new PeerFigures(rate, cost, DiskProbe.Percentile(load.Latencies, 0.99))
        {
            WrittenBytes = (Written(candidate) - written) / (double)Paced,
            KeptBytes = candidate.IsGateway ? grown : null,
        };
        candidate.End();
        return figures;
    }

    private async Task<double> FloodAsync(Candidate candidate, long boot, int count)
    {
        using var load = Load(candidate, boot, count);
        await load.WaitUntilReadyAsync();
        var started = time.GetTimestamp();
        await load.FloodAsync(count);
        return count / time.GetElapsedTime(started).TotalSeconds;
    }

    /// <summary>No tap is made twice, so that each brings points.</summary>
    private TapLoad Load(Candidate candidate, long boot, int count)
    {
        var first = _tapped.GetValueOrDefault(candidate.Name);
        _tapped[candidate.Name] = first + count;
        var estate = candidate.Estate;
        return new(new(estate.Port, estate.Passwords), expectAcks: true, boot, count, first, time);
    }

    private static long Written(Candidate candidate) => candidate.Process.WrittenBytes + candidate.Estate.Broker.WrittenBytes;

    /// <summary>Of pages that hold something, also those that are in the log only; 0 where nothing is kept.</summary>
    private static double KeptBytes(Candidate candidate)
    {
        if (!candidate.IsGateway)
            return 0;
        using var connection = new SqliteConnection($"Data Source={candidate.Estate.Folder.Database};Mode=ReadOnly;Pooling=False");
        return connection.ExecuteScalar<double>(
            "SELECT (page_count - freelist_count) * page_size FROM pragma_page_count, pragma_freelist_count, pragma_page_size");
    }

    private static void Compare(PeerFigures ours, string name, PeerFigures other)
    {
        Print($"taps/s, gateway ÷ {name}: {ours.TapsPerSecond / other.TapsPerSecond:0.00}");
        Print($"CPU per tap, gateway ÷ {name}: {ours.CpuMicroseconds / other.CpuMicroseconds:0.00}");
        Print($"p99 at {PerSecond}/s, gateway ÷ {name}: {ours.P99Ms / other.P99Ms:0.00}");
        if (other.KeptBytes is not { } kept)
            return;
        Print($"bytes written per tap at {PerSecond}/s, gateway ÷ {name}: {ours.WrittenBytes / other.WrittenBytes:0.00}");
        Print($"bytes kept per tap, gateway ÷ {name}: {ours.KeptBytes / kept:0.00}");
    }

    private static string Words(string name, PeerFigures one)
    {
        var kept = one.KeptBytes is { } bytes ? FormattableString.Invariant($"{bytes:0} bytes kept per tap") : "keeps nothing";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{name}: {one.TapsPerSecond:0} acknowledged taps/s, {one.CpuMicroseconds:0} µs of CPU per tap; at {PerSecond}/s p99 "
                + $"{one.P99Ms:0.0} ms, {one.WrittenBytes:0} bytes written per tap; {kept}");
    }

    private static void Print(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));
}
