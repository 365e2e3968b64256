using System.CommandLine;
using System.Globalization;
using Estate.Adapters.District;
using Estate.Adapters.Storage.Leaving;
using Estate.Bench.Harness;
using Estate.District.Demonstration;
using Estate.District.Keys;
using Command = System.CommandLine.Command;

namespace Estate.Bench.District;

/// <summary>
/// Many estates in a process of its own, each with the gateway's own connection: what happened in a second goes at its end, as the uplink
/// does it.
/// </summary>
internal static class DistrictLoad
{
    private const string Name = "district-load";
    private static readonly TimeSpan Turn = TimeSpan.FromSeconds(1);
    private static readonly byte[] Body = """{"category":"wet","grams":1500,"is_first":true}"""u8.ToArray();

    internal static Command Create()
    {
        var (nats, keys) = (new Option<string>("--nats") { Required = true }, new Option<string>("--keys") { Required = true });
        var (first, count, rate) = (new Option<int>("--first"), new Option<int>("--count"), new Option<double>("--rate"));
        var command = new Command(Name, "Used by 'bench district'") { nats, keys, first, count, rate };
        command.Hidden = true;
        command.SetAction((parsed, stop) => Task.WhenAll(
            Enumerable.Range(parsed.GetValue(first), parsed.GetValue(count)).Select(i => RunAsync(
                new DistrictTarget(
                    parsed.GetRequiredValue(nats), new PlausibleEstate(i).Site,
                    File.ReadAllText(KeysCommand.SeedFile(parsed.GetRequiredValue(keys), new PlausibleEstate(i).Site)).Trim(), null, 2_000),
                new Random(i), parsed.GetValue(rate), stop))));
        return command;
    }

    /// <param name="rate">Facts that leave an estate, a second.</param>
    internal static ChildProcess Start(BenchDistrict district, int first, int count, double rate) => new(
        Path.Combine(district.Folder, "log", Name + ".log"), "dotnet", typeof(DistrictLoad).Assembly.Location, Name,
        "--nats", district.Nats, "--keys", district.Keys, "--first", first.ToString(CultureInfo.InvariantCulture),
        "--count", count.ToString(CultureInfo.InvariantCulture), "--rate", rate.ToString(CultureInfo.InvariantCulture));

    private static async Task RunAsync(DistrictTarget target, Random random, double rate, CancellationToken stop)
    {
        var time = TimeProvider.System;
        await using var link = new DistrictLink(target);
        var listening = link.ListenAsync(_ => { }, time, stop);
        var (epoch, last, next) = (Convert.ToHexStringLower(BitConverter.GetBytes(random.NextInt64())), 0L, Waiting(random, rate));
        await Task.Delay(Turn * random.NextDouble(), time, stop);
        using var timer = new PeriodicTimer(Turn, time);
        while (await timer.WaitForNextTickAsync(stop))
        {
            var facts = new List<LeavingFact>();
            for (; next < Turn.TotalSeconds; next += Waiting(random, rate))
                facts.Add(FactOf(last + facts.Count + 1, time.GetUtcNow().ToUnixTimeMilliseconds()));
            next -= Turn.TotalSeconds;
            if (facts.Count == 0)
                continue;
            var span = new FactSpan(target.Site, epoch, last, last + facts.Count, facts);
            while (await link.PublishAsync(span, "", stop) is not null)
                await Task.Delay(Turn, time, stop);
            last = span.Last;
        }
        await listening;
    }

    /// <summary>Seconds to the next fact: they come by themselves, not in step.</summary>
    private static double Waiting(Random random, double rate) => -Math.Log(1 - random.NextDouble()) / rate;

    private static LeavingFact FactOf(long n, long at) => new(n, at, at, "bins/station-1", "bins", "deposited") { Body = Body };
}
