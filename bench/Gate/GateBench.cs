using System.CommandLine;
using Estate.Adapters.Storage;
using Estate.Adapters.Threads;
using Estate.Bench.Harness;
using Estate.Bench.Ingest;
using Estate.Domain.People;
using Estate.FirmwareSim;

namespace Estate.Bench.Gate;

/// <summary>
/// From a card, an exit button or the fire contact to the lock's wire, through the whole gateway on simulated pins: under
/// the reference load, and with broker, disk and time series gone.
/// </summary>
internal sealed class GateBench(string folder, int rounds, TimeProvider time)
{
    private const double LimitMs = 20;
    private const ulong Card = 0xD41B81;

    internal static Command Create()
    {
        var data = new Option<string>("--data") { Description = "The folder everything is written to", DefaultValueFactory = _ => "var" };
        var rounds = new Option<int>("--rounds") { Description = "How often each is measured", DefaultValueFactory = _ => 300 };
        var command = new Command("gate", "From a card, the exit button and the fire contact to the lock") { data, rounds };
        command.SetAction((parsed, _) =>
            new GateBench(Path.Combine(parsed.GetRequiredValue(data), "bench", "gate"), parsed.GetValue(rounds), TimeProvider.System)
                .RunAsync());
        return command;
    }

    private async Task<int> RunAsync()
    {
        using var estate = new BenchEstate(folder, 6, time);
        var households = ReferenceCards.For(1469).ToList();
        estate.RegisterCards(households);
        CardImport.Run(new EstateDatabase(estate.Folder.Database), estate.Folder.CardHasher("gate"), [$"h1,W26:{Card:X6}"], "gate");
        // Before any disk is stalled.
        estate.TokenOf("desk", Role.Staff);
        await estate.StartAsync();
        using var wires = new GateWires(estate.Folder.PinSocket, time);
        wires.Until(isLocked: true);
        using var stop = new CancellationTokenSource();
        var stations = Enumerable.Range(1, 6)
            .Select(i =>
                new DeviceOptions("trial", $"station-{i}", "127.0.0.1", estate.Port) { Password = estate.Passwords[$"station-{i}"] });
        var load = new Simulation(
            new SimulationPlan(
                [.. stations], [.. households.Select(one => one.Card)], FaultPlan.Parse("none"), 1, 1)
            { VisitsPerSecond = 5 },
                time).RunAsync(stop.Token);

        var isGood = Report("card to lock, reference load", await RepeatAsync(wires, GateWires.Card(Card), null, rounds));
        isGood &= Report(
            "exit to lock, reference load", await RepeatAsync(wires, GateWires.Set("exit", true), GateWires.Set("exit", false), rounds));
        await stop.CancelAsync();
        await load;
        estate.Broker.Kill();
        return await MeasureAloneAsync(estate, wires) && isGood ? 0 : 1;
    }

    /// <summary>Broker dead, nothing can be written; for at least ten seconds.</summary>
    private async Task<bool> MeasureAloneAsync(BenchEstate estate, GateWires wires)
    {
        var (exits, cards, fires) = (new List<double>(), new List<double>(), new List<double>());
        using var staff = estate.StaffClient();
        using var disk = estate.StallDisk();
        var started = time.GetTimestamp();
        while (time.GetElapsedTime(started) < TimeSpan.FromSeconds(11))
        {
            exits.AddRange(await RepeatAsync(wires, GateWires.Set("exit", true), GateWires.Set("exit", false), 10));
            cards.AddRange(await RepeatAsync(wires, GateWires.Card(Card), null, 10));
            fires.AddRange(await NiceThread.RunAsync(GateWires.Nice, () => Fire(wires, staff, 5)));
        }
        Print($"no broker, disk stalled for {time.GetElapsedTime(started).TotalSeconds:0} s:");
        return Report("exit to lock, stalled", exits) & Report("card to lock, stalled", cards) & Report("fire to lock, stalled", fires);
    }

    internal static Task<List<double>> RepeatAsync(GateWires wires, string words, string? after, int count) =>
        NiceThread.RunAsync(GateWires.Nice, () => Repeat(wires, words, after, count));

    internal static List<double> Repeat(GateWires wires, string words, string? after, int count)
    {
        var times = new List<double>();
        for (var i = 0; i < count; i++)
        {
            times.Add(wires.Measure(words, isLocked: false));
            if (after is not null)
                wires.Say(after);
            wires.Until(isLocked: true);
        }
        return times;
    }

    /// <summary>Milliseconds from the fire contact to the lock; the fire is over and reset by a person before it returns.</summary>
    internal static double RaiseFire(GateWires wires, HttpClient staff)
    {
        var released = wires.Measure(GateWires.Set("fire", true), isLocked: false);
        wires.Say(GateWires.Set("fire", false));
        // Refused as long as the wire's own news is on its way.
        for (var isReset = false; !isReset;)
        {
            using var reset = Reset();
            using var answer = staff.Send(reset);
            isReset = answer.IsSuccessStatusCode;
        }
        wires.Until(isLocked: true);
        return released;
    }

    /// <summary>Each fire stays released until a person resets it; with the disk away the reset works, its answer waits.</summary>
    private static List<double> Fire(GateWires wires, HttpClient staff, int count)
    {
        var times = new List<double>();
        for (var i = 0; i < count; i++)
        {
            times.Add(wires.Measure(GateWires.Set("fire", true), isLocked: false));
            wires.Say(GateWires.Set("fire", false));
            _ = staff.SendAsync(Reset());
            wires.Until(isLocked: true);
        }
        return times;
    }

    private static HttpRequestMessage Reset() => new(HttpMethod.Post, new Uri("/api/gates/s-gate/alarms/alarm/reset", UriKind.Relative))
    {
        Content = new StringContent("""{"reason":"trial"}"""),
    };

    private static bool Report(string what, List<double> times)
    {
        var p99 = DiskProbe.Percentile(times, 0.99);
        Print($"{what}: n {times.Count}, p50 {DiskProbe.Percentile(times, 0.5):0.00} ms, p99 {p99:0.00} ms, max {times.Max():0.00} ms "
            + $"(limit p99 {LimitMs} ms: {p99 / LimitMs:0.00} of it)");
        return p99 <= LimitMs;
    }

    private static void Print(string line) => Console.WriteLine(line);
}
