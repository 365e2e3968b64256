namespace Estate.Adapters.Gpio;

/// <summary>Chooses between the machine's own lines and simulated ones.</summary>
public static class Pins
{
    internal const string DeviceFolder = "/dev";

    /// <summary>The machine has lines of its own.</summary>
    public static bool HasChip => Directory.EnumerateFileSystemEntries(DeviceFolder, GpioBoard.DevicePattern).Any();

    /// <param name="mode">"kernel", "simulated", or null or "auto": the kernel's where there is any GPIO chip.</param>
    /// <param name="socketPath">Where simulated pins are played.</param>
    /// <exception cref="ArgumentException">Another mode, or a plan that contradicts itself.</exception>
    public static IPins Open(PinPlan plan, string? mode, string socketPath, TimeProvider time) => mode switch
    {
        "kernel" => new MachinePins(plan, time, () => new GpioBoard(DeviceFolder)),
        "simulated" => new SimulatedPins(plan, socketPath, time),
        null or "auto" when HasChip => new MachinePins(plan, time, () => new GpioBoard(DeviceFolder)),
        null or "auto" => new SimulatedPins(plan, socketPath, time),
        _ => throw new ArgumentException($"'{mode}' is no way to have pins; there are auto, kernel and simulated", nameof(mode)),
    };
}
