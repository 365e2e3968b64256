using System.Device.Gpio;
using System.Device.Gpio.Drivers;
using System.Globalization;

namespace Estate.Adapters.Gpio;

/// <summary>
/// Lines found by name or chip label as in the default set, since the library counts chips and their numbers change; driven
/// through libgpiod 2 where it is installed, else libgpiod 1.
/// </summary>
internal sealed class MachineBoard : IPinBoard
{
    private readonly GpioBoard _board = new(Pins.DeviceFolder);

    public FoundPin? Find(LineAddress address, out string problem)
    {
        if (_board.Problem is { } none)
        {
            problem = none;
            return null;
        }
        return _board.Find(address, out problem) is { } found ? new(NumberOf(found.Chip.Name), found.Offset) : null;
    }

    public GpioDriver Open(int chip)
    {
        try
        {
            return new LibGpiodV2Driver(chip);
        }
        catch (Exception)
        {
            // Not installed, or not for this machine: each library says so in another way.
            return new LibGpiodDriver(chip);
        }
    }

    public void Dispose() => _board.Dispose();

    /// <summary>Of gpiochip4.</summary>
    private static int NumberOf(string chip) => int.Parse(chip.AsSpan().TrimStart("gpiochip"), CultureInfo.InvariantCulture);
}
