using System.Globalization;
using Estate.Adapters.Chips;
using Estate.Adapters.Gpio;
using Estate.Domain.Devices;

namespace Estate.Gateway.Configuration;

/// <summary>One terminal of one device, and the line (or a reader's two lines, or a chip) it hangs on.</summary>
internal sealed record PinWire(DeviceId Device, string Terminal, PinLine? Line, PinReader? Reader)
{
    public PlannedChip? Chip { get; init; }

    /// <summary>Of a sensor whose terminal wants something else than it measures.</summary>
    internal SensorScale? Scale { get; init; }

    /// <summary>What the adapter calls it.</summary>
    internal string Name => Line?.Name ?? Reader?.Name ?? Chip!.Name;

    /// <summary>Of estate.yaml, where it stands.</summary>
    internal string Section { get; init; } = "pins";

    /// <param name="number">Which line of this terminal it is, from 1.</param>
    /// <exception cref="FormatException">A word or line that cannot be.</exception>
    internal static PinWire From(EstateFile.PinSection pin, int number)
    {
        var device = DeviceId.Parse(pin.Device);
        var name = NameOf(device, pin.Terminal) + (number == 1 ? "" : string.Create(CultureInfo.InvariantCulture, $"-{number}"));
        var bias = pin.Bias switch
        {
            "as_is" => PinBias.AsIs,
            "disabled" => PinBias.Disabled,
            "pull_up" => PinBias.PullUp,
            "pull_down" => PinBias.PullDown,
            _ => throw new FormatException($"bias '{pin.Bias}' is not as_is, disabled, pull_up or pull_down"),
        };
        if (pin.Active is not ("high" or "low"))
            throw new FormatException($"active '{pin.Active}' is not high or low");
        if (pin.DebounceMs is not (>= 0 and <= 1000) || pin.FrameGapMs is not (>= 5 and <= 200))
            throw new FormatException("debounce_ms is 0 to 1000, frame_gap_ms 5 to 200");
        if (pin is { Data0: { } data0, Data1: { } data1, Line: null })
            return new(device, pin.Terminal, null, new(name, LineAddress.Parse(data0), LineAddress.Parse(data1))
            {
                Bias = bias == PinBias.AsIs ? PinBias.PullUp : bias,
                FrameGap = TimeSpan.FromMilliseconds(pin.FrameGapMs),
            });
        if (pin.Line is null || pin.Data0 is not null || pin.Data1 is not null)
            throw new FormatException("needs line, or data0 and data1 for a reader; chips on a bus stand in chips:");
        return new(device, pin.Terminal, new(name, LineAddress.Parse(pin.Line))
        {
            IsActiveLow = pin.Active == "low",
            Bias = bias,
            Debounce = TimeSpan.FromMilliseconds(pin.DebounceMs),
        }, null);
    }

    /// <summary>The adapter's name of a terminal: gate/s-gate:contact; of its second line, gate/s-gate:fire-2.</summary>
    internal static string NameOf(DeviceId device, string terminal) => string.Create(CultureInfo.InvariantCulture, $"{device}:{terminal}");
}
