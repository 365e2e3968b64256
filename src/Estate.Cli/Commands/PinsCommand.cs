using System.CommandLine;
using Estate.Adapters.Chips;
using Estate.Adapters.Gpio;
using Estate.Gateway;
using Estate.Gateway.Configuration;
using Estate.Gateway.Profiles;

namespace Estate.Cli.Commands;

/// <summary>Looks at this machine's lines without the gateway, and puts its outputs into their safe state.</summary>
internal static class PinsCommand
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    internal static Command Create() => new("pins", "This machine's own lines, as the estate's file names them")
    {
        Create("check", "Take every line once and say what is found; fails while another program holds one", "ok"),
        Create("safe", "Put every output into its safe state: inactive, the lock without power. For ExecStopPost and after a crash",
        "inactive"),
    };

    private static Command Create(string name, string description, string outputs)
    {
        var (estate, data) = (CommonOptions.Estate(), CommonOptions.Data());
        var command = new Command(name, description) { estate, data };
        command.SetAction(async (parsed, stop) =>
        {
            // Of the data folder only what can be read of it: safety must not need a disk that works.
            var folder = parsed.GetRequiredValue(data);
            var model = EstateFileReader.Read(parsed.GetRequiredValue(estate), ChangesOf(folder), ProfileBook.Of(new(folder)));
            var result = await TryPinsAsync(
                model.Pins.Plan(DeviceKinds.WithoutCards(model.Programme.Zone)), model.Pins.Mode, outputs, TimeProvider.System, stop);
            return name == "check" && result == 0 ? await AskAsync(model.Pins.Chips, TimeProvider.System, stop) : result;
        });
        return command;
    }

    private static InventoryChanges ChangesOf(string folder)
    {
        try
        {
            return InventoryChanges.Read(new DataFolder(folder));
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException or ConfigurationException)
        {
            return InventoryChanges.None;
        }
    }

    /// <summary>Taking an output drives it inactive: that is the port's promise, and all that is needed.</summary>
    private static async Task<int> TryPinsAsync(PinPlan plan, string mode, string outputs, TimeProvider time, CancellationToken stop)
    {
        if (plan.Outputs.Count + plan.Inputs.Count + plan.Readers.Count == 0)
        {
            Console.WriteLine("no device hangs on this machine's lines");
            return 0;
        }
        using var pins = Pins.Open(plan, mode, Path.Combine(Path.GetTempPath(), $"estate-pins-{Environment.ProcessId}.sock"), time);
        var seen = new TaskCompletionSource<IReadOnlyDictionary<string, bool>>(TaskCreationOptions.RunContinuationsAsynchronously);
        pins.Start(PinEvents.Ignored with { Refreshed = levels => seen.TrySetResult(levels) });
        await Task.WhenAny(seen.Task, Task.Delay(Patience, time, stop));
        if (pins.Problem is { } problem)
        {
            await Console.Error.WriteLineAsync(problem);
            return 1;
        }
        Console.WriteLine(pins.Description);
        Print(plan, outputs, seen.Task.IsCompletedSuccessfully ? await seen.Task : new Dictionary<string, bool>());
        return 0;
    }

    private static void Print(PinPlan plan, string outputs, IReadOnlyDictionary<string, bool> inputs)
    {
        foreach (var output in plan.Outputs)
            Console.WriteLine($"{output.Name} ({output.Line}): {outputs}");
        foreach (var (name, isActive) in inputs)
            Console.WriteLine($"{name}: {(isActive ? "active" : "inactive")}");
    }

    private static async Task<int> AskAsync(IReadOnlyList<PlannedChip> plan, TimeProvider time, CancellationToken stop)
    {
        using var chips = BusChips.Open(plan, time);
        if (plan.Count == 0)
            return 0;
        chips.Start(ChipEvents.Ignored);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(100), time);
        for (var started = time.GetTimestamp(); chips.Problems.Count > 0 && time.GetElapsedTime(started) < Patience;)
            await timer.WaitForNextTickAsync(stop);
        foreach (var chip in plan)
            Console.WriteLine(chips.Problems.TryGetValue(chip.Name, out var problem) ? problem : $"{chip.Name} ({chip.Chip}): answers");
        return chips.Problems.Count == 0 ? 0 : 1;
    }
}
