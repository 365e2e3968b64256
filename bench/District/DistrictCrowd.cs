using System.CommandLine;
using System.Globalization;
using Estate.Bench.Harness;
using Estate.District.Demonstration;
using Estate.District.Keys;
using NATS.Client.Core;
using Command = System.CommandLine.Command;

namespace Estate.Bench.District;

/// <summary>
/// Many estates in one process, each with a connection and a key of its own. What they say of each minute is known beforehand, so that
/// it can be compared whatever became of them.
/// </summary>
internal static class DistrictCrowd
{
    private const string Name = "district-crowd";

    internal static Command Create()
    {
        var (nats, keys) = (new Option<string>("--nats") { Required = true }, new Option<string>("--keys") { Required = true });
        var (first, count, minute) = (new Option<int>("--first"), new Option<int>("--count"), new Option<long>("--minute"));
        var command = new Command(Name, "Used by 'torture district'") { nats, keys, first, count, minute };
        command.Hidden = true;
        command.SetAction((parsed, stop) => Task.WhenAll(
            Enumerable.Range(parsed.GetValue(first), parsed.GetValue(count)).Select(i => new PlausibleEstate(i)).Select(estate =>
                new SimulatedEstate(
                    estate, OptionsOf(estate.Site, parsed.GetRequiredValue(nats), parsed.GetRequiredValue(keys)), TimeProvider.System)
                    .RunAsync(parsed.GetValue(minute), stop))));
        return command;
    }

    /// <param name="minute">Since 1970: what they say begins with it.</param>
    internal static ChildProcess Start(BenchDistrict district, int first, int count, long minute) => new(
        Path.Combine(district.Folder, "log", Name + ".log"), "dotnet", typeof(DistrictCrowd).Assembly.Location, Name,
        "--nats", district.Nats, "--keys", district.Keys, "--first", Number(first), "--count", Number(count), "--minute", Number(minute));

    /// <summary>What an estate has said when it is known how far it is.</summary>
    internal static IEnumerable<ToldFact> SaidBy(PlausibleEstate estate, long minute, long position)
    {
        for (; PlausibleEstate.LastOf(minute) <= position; minute++)
            foreach (var fact in estate.FactsOf(minute))
                yield return new(fact.N, fact.Type, new DateTimeOffset(fact.At).ToUnixTimeMilliseconds());
    }

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);

    /// <summary>As a gateway comes in; slower to come back than it is, so that a thousand of one computer do.</summary>
    private static NatsOpts OptionsOf(string site, string nats, string keys)
    {
        var seed = File.ReadAllText(KeysCommand.SeedFile(keys, site)).Trim();
        using var pair = NATS.NKeys.KeyPair.FromSeed(seed);
        return new()
        {
            Url = nats,
            Name = $"simulated {site}",
            AuthOpts = new NatsAuthOpts { NKey = pair.GetPublicKey(), Seed = seed },
            InboxPrefix = $"_INBOX.{site}",
            RetryOnInitialConnect = true,
            MaxReconnectRetry = -1,
            IgnoreAuthErrorAbort = true,
            PublishTimeoutOnDisconnected = true,
        };
    }
}
