using System.Text.Json;
using Estate.Domain.Devices;
using NodaTime;

namespace Estate.Gateway.Pipeline;

/// <summary>
/// Plays every terminal of every kind once on a machine of its own before the first person comes, so that nobody waits at
/// a gate while its code is compiled. Nothing of it is kept, driven or told.
/// </summary>
internal static class Rehearsal
{
    private const int Rounds = 40;

    internal static void Play(IReadOnlyList<IDeviceKind> kinds, IReadOnlyList<DeviceSettings> inventory, Instant now)
    {
        var machine = new EstateMachine(kinds, inventory, []);
        var byName = kinds.ToDictionary(kind => kind.Name);
        for (var round = 0; round < Rounds; round++)
            foreach (var settings in inventory)
                foreach (var reading in Readings(byName[settings.Device.Kind].Terminals, round))
                    foreach (var outcome in machine.Step(new DeviceTelemetry(settings.Device, EventTime.Now(now), reading) { IsWired = settings.IsWired }, Duration.FromSeconds(round)))
                        Write(outcome, byName);
    }

    private static IEnumerable<IReading> Readings(Terminals terminals, int round)
    {
        foreach (var _ in terminals.Readers)
            yield return terminals.Frame(new CardFrame((ulong)round, 26));
        if (terminals.Inputs.Count > 0)
            yield return terminals.Levels(terminals.Inputs.ToDictionary(input => input, bool? (_) => round % 2 == 0));
    }

    private static void Write(Outcome outcome, Dictionary<string, IDeviceKind> kinds)
    {
        if (outcome is Recorded { Fact: var fact })
            JsonSerializer.SerializeToUtf8Bytes(fact, fact.Schema);
        else if (outcome is Saved saved)
            JsonSerializer.SerializeToUtf8Bytes(saved.State, kinds[saved.Device.Kind].StateSchema);
    }
}
