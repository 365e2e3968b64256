using Estate.Bench.Torture.District;
using Estate.Bench.Torture.Fuzz;

namespace Estate.Bench.Torture;

/// <param name="IsLong">Left out of "all".</param>
internal sealed record Scenario(string Name, string What, Func<ScenarioRun, Task<ScenarioVerdict>> PlayAsync, bool IsLong = false)
{
    internal static readonly IReadOnlyList<Scenario> All =
    [
        new("disk-full", "the disk fills up while taps go on, then has room again", DiskTroubles.FullAsync),
        new("read-only", "the file system becomes read-only, then writable again", DiskTroubles.ReadOnlyAsync),
        new("slow-disk", "a sync takes 0.3 seconds, then 7", DiskTroubles.SlowAsync),
        new("corrupt-page", "bytes in pages of the stopped database are flipped", CorruptPages.PlayAsync),
        new("corrupt-rows", "values in every column of every table of the stopped database are spoilt", CorruptRows.PlayAsync),
        new("torn-wal", "the write-ahead log is cut and garbled after a kill", TornLog.PlayAsync),
        new("poison", "every fiftieth event is one that cannot be written, and the gateway is killed", Poison.PlayAsync),
        new("idle-connections", "two thousand connections of one address, then ten addresses, say nothing or half of it",
        IdleConnections.PlayAsync),
        new("fuzz", "spoilt messages over MQTT, plugs, LoRaWAN and HTTP", FuzzScenario.PlayAsync),
        new("broker-memory", "one device fills the broker while the gateway is away", BrokerMemory.PlayAsync),
        new("broker-amnesia", "the broker is killed and forgets everything, again and again", BrokerTroubles.AmnesiaAsync),
        new("broker-overflow", "the broker's queue overflows while the gateway stands still", BrokerTroubles.OverflowAsync),
        new("series", "the time-series server is away, slow, refuses, breaks off, in random order", SeriesTroubles.PlayAsync),
        new("flood", "one station says 10 pieces of nonsense a second, then another 20,000 things, half of them nonsense", Flood.PlayAsync),
        new("clock", "the wall clock jumps a day ahead, an hour back, across a window's and the gate's hour", ClockTroubles.PlayAsync),
        new("reconnects", "a hundred times all devices drop and come back at once", Storms.PlayAsync),
        new("soak", "the reference estate for half an hour: memory and handles", Soak.PlayAsync, IsLong: true),
        new("series-kills", "a hundred kills with each time-series server, and lost answers; --kills N", SeriesKills.PlayAsync,
        IsLong: true),
        new("district", "a hundred kills of workers, message servers, the database and gateways, and every other trouble; --kills N",
        DistrictTorture.PlayAsync, IsLong: true),
        new("wear", "bytes written to the disk, idle and for each visit", Wear.PlayAsync, IsLong: true),
    ];

    /// <exception cref="FormatException">Names what is known.</exception>
    internal static IReadOnlyList<Scenario> Find(string name) =>
        name == "all" ? [.. All.Where(one => !one.IsLong)]
        : All.FirstOrDefault(one => one.Name == name) is { } found ? [found]
        : throw new FormatException($"'{name}' is not a scenario; known are all, {string.Join(", ", All.Select(one => one.Name))}");
}

/// <summary>Where, with which chance and how long a scenario is played.</summary>
internal sealed record ScenarioRun(string Folder, int Seed, TimeProvider Time, CancellationToken Stop)
{
    /// <summary>Of the long ones; null: as long as each wants.</summary>
    internal double? Minutes { get; init; }

    /// <summary>Of the scenario that kills; null: its own number.</summary>
    internal int? Kills { get; init; }

    /// <summary>False where other programs have the computer, too: losses count, lateness does not.</summary>
    internal bool IsTimed { get; init; } = true;

    /// <summary>Of the fuzzer; null: its own number.</summary>
    internal long? Messages { get; init; }

    internal double Limit(double ms) => IsTimed ? ms : double.PositiveInfinity;

    internal static void Say(string line) => Console.WriteLine("  " + line);

    internal Task WaitAsync(double seconds) => Task.Delay(TimeSpan.FromSeconds(seconds), Time, Stop);
}
