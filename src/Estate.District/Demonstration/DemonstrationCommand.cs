using System.Globalization;
using System.Text.Json;
using Estate.District.Estates;
using Estate.District.Keys;
using NATS.Client.Core;

namespace Estate.District.Demonstration;

/// <summary>
/// What <c>./estate district run</c> needs beside its servers: a list of estates, their keys, and fifty that are simulated.
/// </summary>
internal static class DemonstrationCommand
{
    internal const string Prepare = "demonstration-files", Simulate = "simulate";

    private const int MinutesPerDay = 1_440;
    private static readonly TimeSpan Told = TimeSpan.FromSeconds(5);

    private static readonly NameInBoth[] Streets =
    [
        new("银杏街道", "Ginkgo Subdistrict"), new("梧桐街道", "Plane Tree Subdistrict"), new("白兰街道", "Magnolia Subdistrict"),
        new("东河镇", "East River Town"),
    ];

    private static readonly NameInBoth[] First =
    [
        new("春晓", "Chunxiao"), new("夏荷", "Xiahe"), new("秋实", "Qiushi"), new("冬青", "Dongqing"), new("明月", "Mingyue"),
        new("清风", "Qingfeng"), new("和平", "Heping"), new("新华", "Xinhua"), new("长乐", "Changle"), new("金桂", "Jingui"),
    ];

    private static readonly NameInBoth[] Second =
        [new("花园", "Garden"), new("新村", "Village"), new("公寓", "Apartments"), new("苑", "Court"), new("里", "Lane")];

    private static readonly (string Site, NameInBoth Name)[] Real =
        [("xinghe", new("星河小区", "Xinghe Estate")), ("chenguang", new("晨光小区", "Chenguang Estate"))];

    private static readonly JsonSerializerOptions Indented = new(EstateListJson.Default.Options) { WriteIndented = true };

    /// <summary>Files of a demonstration in a folder: keys, users.conf, estates.json.</summary>
    /// <param name="args">The folder, and how many estates are simulated.</param>
    internal static int WriteFiles(IReadOnlyList<string> args, TextWriter to)
    {
        var (folder, count) = (args[0], int.Parse(args[1], CultureInfo.InvariantCulture));
        var estates = Real.Select((one, i) => Listed(one.Site, one.Name, i, 1_469))
            .Concat(Enumerable.Range(0, count).Select(i => (Index: i, Estate: new PlausibleEstate(i)))
                .Select(one => Listed(one.Estate.Site, NameOf(one.Index), one.Index, one.Estate.Households))).ToList();
        KeysCommand.Write(folder, [.. estates.Select(one => one.Site)]);
        File.WriteAllText(Path.Combine(folder, "estates.json"), JsonSerializer.Serialize<IReadOnlyList<ListedEstate>>(estates, Indented));
        to.WriteLine($"{Real.Length} estates with gateways, {count} simulated");
        return 0;
    }

    /// <param name="args">The folder of the files, the message servers, how many estates, and how many days of a past each has.</param>
    internal static async Task<int> SimulateAsync(IReadOnlyList<string> args, TextWriter to, CancellationToken stop)
    {
        var (folder, count, time) = (args[0], int.Parse(args[2], CultureInfo.InvariantCulture), TimeProvider.System);
        var now = time.GetUtcNow().ToUnixTimeSeconds() / 60;
        var first = now - (now % MinutesPerDay) - (MinutesPerDay * long.Parse(args[3], CultureInfo.InvariantCulture));
        var estates = Enumerable.Range(0, count).Select(i => new PlausibleEstate(i)).Select(estate => new SimulatedEstate(
            estate, OptionsOf(estate.Site, args[1], KeysCommand.SeedFile(folder, estate.Site)), time)).ToList();
        var running = estates.Select(estate => estate.RunAsync(first, stop)).ToList();
        using var timer = new PeriodicTimer(Told, time);
        var (isPast, told) = (true, -1L);
        try
        {
            while (await timer.WaitForNextTickAsync(stop))
            {
                var (done, sent) = (estates.Average(estate => estate.Done(first)), estates.Sum(estate => estate.Sent));
                if (isPast || (sent != told && time.GetUtcNow().Second < Told.TotalSeconds))
                    await to.WriteLineAsync(string.Create(
                        CultureInfo.InvariantCulture, $"Simulated estates: {sent:N0} facts sent, {done:P1} of their days is there"));
                (isPast, told) = (isPast && done < 0.9999, sent);
            }
        }
        catch (OperationCanceledException)
        {
            // Somebody ended it.
        }
        await Task.WhenAll(running).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return 0;
    }

    private static ListedEstate Listed(string site, NameInBoth name, int index, int households)
    {
        var (street, committee) = (Streets[index % Streets.Length], 1 + (index / Streets.Length % 5));
        var residents = new NameInBoth($"{street.Zh}第{committee}居委会", $"{street.En}, committee {committee}");
        return new(site, name, residents, street, new("示范区", "Model District"), households);
    }

    private static NameInBoth NameOf(int index)
    {
        var (first, second) = (First[index % First.Length], Second[index / First.Length % Second.Length]);
        var again = index / (First.Length * Second.Length) is var round and > 0 ? $" {round + 1}" : "";
        return new(first.Zh + second.Zh + again, $"{first.En} {second.En}{again}");
    }

    private static NatsOpts OptionsOf(string site, string url, string seedFile)
    {
        var seed = File.ReadAllText(seedFile).Trim();
        using var pair = NATS.NKeys.KeyPair.FromSeed(seed);
        return new()
        {
            Url = url,
            Name = $"simulated {site}",
            AuthOpts = new NatsAuthOpts { NKey = pair.GetPublicKey(), Seed = seed },
            InboxPrefix = $"_INBOX.{site}",
            RetryOnInitialConnect = true,
            MaxReconnectRetry = -1,
            IgnoreAuthErrorAbort = true,
        };
    }
}
