using System.CommandLine;
using System.Globalization;
using Estate.Adapters.District;
using Estate.Bench.Harness;
using Estate.District.Keys;
using NodaTime;
using Command = System.CommandLine.Command;

namespace Estate.Bench.District;

/// <summary>
/// Estates with real journals and uplinks in a process of its own, to be killed: each commits so many facts a second, until a file says
/// that nothing happens there.
/// </summary>
internal static class JournaledEstates
{
    /// <summary>Of the name of an estate whose clock is now right, now years off.</summary>
    internal const string Skewed = "skewed";

    private const string Name = "district-estates", Quiet = "quiet";
    private const int TurnsASecond = 2;
    private static readonly Duration SkewLasts = Duration.FromSeconds(20);
    private static readonly Duration[] Skews = [Duration.Zero, Duration.FromDays(-1_100), Duration.FromHours(-5), Duration.FromDays(400)];

    internal static Command Create()
    {
        var (folder, sites) = (
            new Option<string>("--folder") { Required = true },
            new Option<string[]>("--sites") { Required = true, AllowMultipleArgumentsPerToken = true });
        var (nats, keys) = (new Option<string>("--nats") { Required = true }, new Option<string>("--keys") { Required = true });
        var (rate, month) = (new Option<int>("--rate"), new Option<int>("--month"));
        var limit = new Option<int>("--facts-per-s") { DefaultValueFactory = _ => 2_000 };
        var command = new Command(Name, "Used by 'torture district' and 'bench district'")
        {
            folder, sites, nats, keys, rate, month, limit,
        };
        command.Hidden = true;
        command.SetAction(async (parsed, stop) =>
        {
            var all = parsed.GetRequiredValue(sites).Select(site => new JournaledEstate(
                parsed.GetRequiredValue(folder),
                new DistrictTarget(
                    parsed.GetRequiredValue(nats), site,
                    File.ReadAllText(KeysCommand.SeedFile(parsed.GetRequiredValue(keys), site)).Trim(), null, parsed.GetValue(limit))))
                .ToList();
            await RunAsync(all, parsed.GetRequiredValue(folder), (parsed.GetValue(rate), parsed.GetValue(month)), stop);
        });
        return command;
    }

    /// <param name="month">So many facts of the last 30 days come first.</param>
    internal static ChildProcess Start(
        BenchDistrict district, string folder, IEnumerable<string> sites, int rate, int month = 0, int factsPerS = 2_000) => new(
        Path.Combine(district.Folder, "log", Name + ".log"), "dotnet",
        [typeof(JournaledEstates).Assembly.Location, Name, "--folder", folder, "--nats", district.Nats, "--keys", district.Keys,
            "--rate", Number(rate), "--month", Number(month), "--facts-per-s", Number(factsPerS), "--sites", .. sites]);

    /// <summary>Whether anything happens at the estates of a folder.</summary>
    internal static void SetQuiet(string folder, bool isQuiet)
    {
        var file = Path.Combine(folder, Quiet);
        if (isQuiet)
            File.WriteAllText(file, "");
        else
            File.Delete(file);
    }

    private static async Task RunAsync(
        List<JournaledEstate> estates, string folder, (int Rate, int Month) load, CancellationToken stop)
    {
        var time = TimeProvider.System;
        foreach (var estate in estates)
        {
            if (load.Month > 0)
                estate.CommitMonth(load.Month, Now(time));
            await estate.ConnectAsync();
        }
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1) / TurnsASecond, time);
        while (await timer.WaitForNextTickAsync(stop))
            if (load.Rate > 0 && !File.Exists(Path.Combine(folder, Quiet)))
                foreach (var estate in estates)
                    estate.Commit(Math.Max(1, load.Rate / TurnsASecond), Now(time) + SkewOf(estate.Site, Now(time)));
    }

    private static Duration SkewOf(string site, Instant now) => site.StartsWith(Skewed, StringComparison.Ordinal)
        ? Skews[(int)(now.ToUnixTimeSeconds() / (long)SkewLasts.TotalSeconds % Skews.Length)] : Duration.Zero;

    private static Instant Now(TimeProvider time) => Instant.FromDateTimeOffset(time.GetUtcNow());

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
