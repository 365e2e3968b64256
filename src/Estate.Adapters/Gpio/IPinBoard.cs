using System.Device.Gpio;

namespace Estate.Adapters.Gpio;

/// <summary>A line that is there: the chip's number today, and its place on it.</summary>
internal readonly record struct FoundPin(int Chip, int Offset);

/// <summary>The GPIO chips of the machine at this moment.</summary>
internal interface IPinBoard : IDisposable
{
    /// <summary>Null, and a problem for people, when there is not exactly one such line.</summary>
    FoundPin? Find(LineAddress address, out string problem);

    /// <summary>Throws whatever the library throws where the chip cannot be used.</summary>
    GpioDriver Open(int chip);
}
