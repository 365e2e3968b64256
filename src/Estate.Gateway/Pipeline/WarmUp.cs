using System.Text.Json;
using Estate.Domain.Devices;
using NodaTime;

namespace Estate.Gateway.Pipeline;

/// <summary>
/// Plays every terminal of every kind on a machine of its own before the first person comes, so that nobody waits at
/// a gate while its code is compiled. Nothing of it is stored, driven or sent.
/// </summary>
internal static class WarmUp
{
    private const int Rounds = 8;

    /// <param name="reactors">Used for this alone, so that their reaction to a fire is compiled as well.</param>
    internal static void Run(
        IReadOnlyList<IDeviceKind> kinds, IReadOnlyList<DeviceSettings> inventory, IReadOnlyList<IReactor> reactors, Instant now)
    {
        var byName = kinds.ToDictionary(kind => kind.Name);
        // One of a kind, such as hangs on this computer's own lines where there is one.
        foreach (var settings in inventory.OrderByDescending(one => one.IsWired).DistinctBy(one => one.Device.Kind))
            foreach (var readings in byName[settings.Device.Kind] is IWiredKind wired ? Scenes(wired.Terminals) : [])
            {
                // Anew for each: behind a fire, an exit button has nothing left to open.
                var machine = new EstateMachine(kinds, [settings], reactors);
                foreach (var (index, reading) in readings.Index())
                    foreach (var outcome in machine.Step(
                        new DeviceTelemetry(settings.Device, EventTime.Now(now), reading) { IsWired = settings.IsWired },
                        Duration.FromSeconds(index)))
                        Write(outcome, byName);
            }
    }

    /// <summary>Cards alone; each input alone, on and off.</summary>
    private static IEnumerable<IReadOnlyList<IReading>> Scenes(Terminals terminals)
    {
        if (terminals.Readers.Count > 0)
            yield return [.. Enumerable.Range(0, Rounds).Select(round => terminals.Frame(new CardFrame((ulong)round, 26)))];
        foreach (var input in terminals.Inputs)
            yield return [.. Enumerable.Range(1, 2 * Rounds).Select(round => OnlyOn(terminals, round % 2 == 0 ? input : null))];
    }

    private static IReading OnlyOn(Terminals terminals, string? input) =>
        terminals.Levels(terminals.Inputs.ToDictionary(one => one, one => (bool?)(one == input)));

    private static void Write(Outcome outcome, Dictionary<string, IDeviceKind> kinds)
    {
        if (outcome is Recorded { Fact: var fact })
            JsonSerializer.SerializeToUtf8Bytes(fact, fact.Schema);
        else if (outcome is Saved saved)
            JsonSerializer.SerializeToUtf8Bytes(saved.State, kinds[saved.Device.Kind].StateSchema);
    }
}
