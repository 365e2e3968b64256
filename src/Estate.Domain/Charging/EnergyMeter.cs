using NodaTime;

namespace Estate.Domain.Charging;

/// <summary>
/// Energy of one session, in watt hours, from the socket's register; from power where there is no register. What was not
/// measured is not invented: a hole, a register that started over or grew impossibly is left out and said so.
/// </summary>
public sealed record EnergyMeter
{

    /// <summary>Longer without a reading is a hole, where the device has no other habit.</summary>
    public static readonly Duration Hole = ChargerSettings.Fresh;

    private const double Tolerance = 1.02;
    private const double RegisterStepWh = 1;

    public double Wh { get; init; }

    /// <summary>Times at which something had to be left out.</summary>
    public int Interruptions { get; init; }
    public double? Register { get; init; }
    public double? PowerW { get; init; }

    /// <summary>Stopwatch; null after a restart.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public Duration? At { get; init; }

    /// <param name="hole">Longer without a reading is a hole.</param>
    public EnergyMeter Add(SocketReading reading, Duration at, double maxPowerW, Duration? hole = null)
    {
        // Plugs report each value separately: what is missing was not measured now.
        if (reading.EnergyWh is null && (Register is not null || reading.PowerW is null))
            return this with { PowerW = reading.PowerW ?? PowerW };
        var passed = at - At;
        var next = this with { Register = reading.EnergyWh ?? Register, PowerW = reading.PowerW ?? PowerW, At = at };
        if (reading.EnergyWh is { } register)
            return Register is { } before ? next.Grow(register - before, passed, maxPowerW) : next;
        if (PowerW is not { } from || reading.PowerW is not { } to || passed is not { } length)
            return next;
        return length > (hole ?? Hole) ? next with { Interruptions = Interruptions + 1 } : next with
        { Wh = Wh + ((from + to) / 2 * length.TotalHours) };
    }

    /// <summary>After a restart nobody knows how long it was: then only a step back is impossible.</summary>
    private EnergyMeter Grow(double delta, Duration? passed, double maxPowerW)
    {
        var most = passed is { } length ? (maxPowerW * length.TotalHours * Tolerance) + RegisterStepWh : double.PositiveInfinity;
        return delta < 0 || delta > most ? this with { Interruptions = Interruptions + 1 } : this with { Wh = Wh + delta };
    }
}
