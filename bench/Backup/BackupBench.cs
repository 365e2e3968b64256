using System.CommandLine;
using Estate.Adapters.Storage;
using Estate.Bench.Harness;
using Estate.Bench.Ingest;
using Estate.Cli.Backup;
using Estate.FirmwareSim;
using Estate.Gateway.Backup;

namespace Estate.Bench.Backup;

/// <summary>
/// A backup of a large ledger while people bring waste, restored for a trial as always; and the way from a dead computer to one that takes
/// taps.
/// </summary>
internal sealed class BackupBench(string folder, int transfers, TimeProvider time)
{
    private const double LimitSeconds = 10;
    private const int TapsPerSecond = 20;

    internal static Command Create()
    {
        var data = new Option<string>("--data") { Description = "The folder everything is written to", DefaultValueFactory = _ => "var" };
        var transfers = new Option<int>("--transfers") { Description = "How many the ledger holds", DefaultValueFactory = _ => 1_000_000 };
        var command = new Command(
            "backup", "A backup of a million transfers beside a running gateway, then a restore until taps are taken") { data, transfers };
        command.SetAction((parsed, _) =>
            new BackupBench(Path.Combine(parsed.GetRequiredValue(data), "bench", "backup"), parsed.GetValue(transfers), TimeProvider.System)
                .RunAsync());
        return command;
    }

    private async Task<int> RunAsync()
    {
        var usb = Path.GetFullPath(folder + "-usb");
        if (Directory.Exists(usb))
            Directory.Delete(usb, recursive: true);
        Directory.CreateDirectory(usb);
        using var estate = new BenchEstate(folder, TapLoad.Stations, time, evidence: "tap");
        estate.RegisterCards(ReferenceCards.For(TapLoad.Households));
        LedgerFiller.Fill(estate.Folder.Database, transfers);
        await estate.StartAsync();
        Print($"the database holds {transfers} transfers, {new FileInfo(estate.Folder.Database).Length / 1e6:0} MB");
        var (seconds, latencies, file) = await BackUpAsync(estate, usb);
        var isGood = seconds <= LimitSeconds;
        Print($"backup, encrypted and restored for a trial: {seconds:0.0} s (limit {LimitSeconds:0}: {seconds / LimitSeconds:0.00} of "
            + $"it) {(isGood ? "PASS" : "FAIL")}; {new FileInfo(file).Length / 1e6:0} MB");
        Print($"tap to answer at {TapsPerSecond}/s meanwhile: p50 {DiskProbe.Percentile(latencies, 0.5):0.0} ms, p99 "
            + $"{DiskProbe.Percentile(latencies, 0.99):0.0} ms");
        await RestoreAsync(estate, file);
        Directory.Delete(usb, recursive: true);
        return isGood ? 0 : 1;
    }

    private async Task<(double Seconds, IReadOnlyList<double> Latencies, string File)> BackUpAsync(BenchEstate estate, string usb)
    {
        const int taps = TapsPerSecond * 5;
        using var load = new TapLoad(new(estate.Port, estate.Passwords), expectAcks: true, 1, taps, 0, time);
        await load.WaitUntilReadyAsync();
        var people = load.PaceAsync(taps, TapsPerSecond);
        var started = time.GetTimestamp();
        var verdict = await Task.Run(() => new BackupMaker(estate.Folder, estate.Model, time).Make(usb, null, default));
        var seconds = time.GetElapsedTime(started).TotalSeconds;
        await people;
        return verdict.Problem is null ? (seconds, [.. load.Latencies], verdict.File) : throw new IOException(verdict.Problem);
    }

    /// <summary>As on a new computer: nothing is left of the old one.</summary>
    private async Task RestoreAsync(BenchEstate estate, string file)
    {
        estate.Stop();
        var (key, figures) = (estate.Folder.BackupKey(), LedgerAudit.Run(EstateDatabase.Existing(estate.Folder.Database)));
        Directory.Delete(estate.Folder.Root, recursive: true);
        var started = time.GetTimestamp();
        new Restorer(estate.Folder, Path.Combine(estate.Folder.Root, "..", "restored-estate.yaml"), time)
            .Run(file, key, mayReplace: false, default);
        var restored = time.GetElapsedTime(started).TotalSeconds;
        File.Move(Path.Combine(estate.Folder.Root, "..", "restored-estate.yaml"), Path.Combine(estate.Folder.Root, "estate.yaml"));
        await estate.StartAsync();
        Print($"dead computer to taps taken: {time.GetElapsedTime(started).TotalSeconds:0.0} s, of which {restored:0.0} s were the "
            + "restore; ledger "
            + (LedgerAudit.Run(EstateDatabase.Existing(estate.Folder.Database)) is { Problem: null } after
                ? $"of {after.Transfers} transfers adds up (before it died: {figures.Transfers})"
                : "DOES NOT ADD UP"));
    }

    private static void Print(string line) => Console.WriteLine(line);
}
