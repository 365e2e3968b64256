using Estate.Domain.Devices;
using NodaTime;

namespace Estate.Domain.Charging;

/// <summary>What every decision about a board needs beside its state.</summary>
/// <param name="At">By the stopwatch: when what is looked at was measured, which may be before now.</param>
internal readonly record struct BoardStep(DeviceId Device, ChargerSettings Settings, EventTime Time, Duration At, Effects Effects)
{
    internal static BoardStep Now(DeviceId device, ChargerSettings settings, Effects effects) =>
        new(device, settings, effects.Time, effects.Now.Uptime, effects);

    internal static BoardStep Of(Occurrence occurrence, ChargerSettings settings, Effects effects) =>
        new(occurrence.Device, settings, occurrence.Time, effects.Now.Uptime - (occurrence.Time.Age ?? Duration.Zero), effects);
}
