using System.Collections.Immutable;
using Estate.Domain.Credentials;
using Estate.Domain.Devices;

namespace Estate.Domain.Charging;

/// <summary>What a charger says: a board with 1 to 20 sockets, or a smart plug, which is one with a single socket.</summary>
public abstract record ChargerReading : IReading
{
    public const int MaxSockets = 20;

    public virtual Rejection? Fault => null;

    public virtual bool IsUrgent => false;

    private protected static Rejection? SocketFault(int? socket) => socket is null or (>= 1 and <= MaxSockets)
        ? null
        : new(RejectReason.BadMember, $"data.socket is {socket}, not 1 to {MaxSockets}");

    private protected static Rejection? OutOfRange(string member, double? value, double min, double max) =>
        value is null || (value >= min && value <= max) ? null : new(RejectReason.BadMember, $"{member} is {value}, not {min} to {max}");
}

/// <summary>
/// One socket as measured; null is "not measured", never zero. Watt, ampere, volt, watt hours of a register that only grows,
/// degrees Celsius, milliampere of residual current.
/// </summary>
public sealed record SocketReading(int Socket)
{
    /// <summary>Closed means power can flow.</summary>
    public bool? Closed { get; init; }
    public double? PowerW { get; init; }
    public double? CurrentA { get; init; }
    public double? VoltageV { get; init; }
    public double? EnergyWh { get; init; }
    public double? TempC { get; init; }
    public double? ResidualMa { get; init; }

    /// <summary>The order the board works on, where it knows one.</summary>
    public string? Order { get; init; }

    /// <summary>For plugs that report each value separately: what is missing here stays as it was.</summary>
    internal SocketReading Over(SocketReading? before) => before is null ? this : this with
    {
        Closed = Closed ?? before.Closed,
        PowerW = PowerW ?? before.PowerW,
        CurrentA = CurrentA ?? before.CurrentA,
        VoltageV = VoltageV ?? before.VoltageV,
        EnergyWh = EnergyWh ?? before.EnergyWh,
        TempC = TempC ?? before.TempC,
    };

    /// <summary>The same without what cannot be; <paramref name="refused"/> gets the name of each such value.</summary>
    internal SocketReading Plausible(Action<string, double> refused)
    {
        return this with
        {
            PowerW = Within("power_w", PowerW, 0, 1e6),
            CurrentA = Within("current_a", CurrentA, 0, 1e4),
            VoltageV = Within("voltage_v", VoltageV, 0, 1000),
            EnergyWh = Within("energy_wh", EnergyWh, 0, 1e12),
            TempC = Temperature(TempC, refused),
            ResidualMa = Within("residual_ma", ResidualMa, 0, 1e5),
        };

        double? Within(string name, double? value, double min, double max)
        {
            if (value is null || (value >= min && value <= max))
                return value;
            refused(name, value.Value);
            return null;
        }
    }

    /// <summary>255 is what boards send that have no sensor.</summary>
    internal static double? Temperature(double? value, Action<string, double> refused)
    {
        const double noSensor = 255;
        if (value is null or noSensor)
            return null;
        if (value is >= -60 and <= 600)
            return value;
        refused("temp_c", value.Value);
        return null;
    }
}

/// <summary>
/// A board's sockets as they are now. A board of many sends them in several frames; each stands for the sockets it names, and
/// for the board where it says so.
/// </summary>
internal sealed record BoardSnapshot(ImmutableArray<SocketReading> Sockets) : ChargerReading
{
    public double? TempC { get; init; }
    public bool? Smoke { get; init; }

    /// <summary>Also what may be too hot, or leak: how much is too much the board's settings say.</summary>
    public override bool IsUrgent => Smoke == true || MayBeTooHot(TempC) || Sockets.Any(socket => MayBeTooHot(socket.TempC) || socket.ResidualMa > BoardParameters.MinResidualMa);

    /// <summary>Only the frame itself: an impossible value is dropped alone, since the rest may report smoke.</summary>
    public override Rejection? Fault => Sockets.IsDefault || Sockets.Length > MaxSockets || Sockets.Any(socket => socket is null)
        ? new(RejectReason.BadMember, $"data.sockets has at most {MaxSockets} elements, none of them null")
        : null;

    private static bool MayBeTooHot(double? celsius) => celsius >= BoardParameters.MinMaxTempC;
}

/// <summary>A resident's card at a socket; what it starts or stops depends on what runs there.</summary>
internal sealed record CardAtSocket(int Socket, CardToken Card) : ChargerReading
{
    public override Rejection? Fault => SocketFault(Socket);
}

/// <summary>A board's own report of a protection; without a socket it is of the board. In test mode it only says that it works.</summary>
internal sealed record ProtectionReport(ProtectionKind Kind, bool Active, int? Socket = null, double? Value = null, bool Testing = false) : ChargerReading
{
    public override bool IsUrgent => Active && !Testing && Protection.Of(Kind).Cuts;

    /// <summary>Of whatever unit the kind is measured in.</summary>
    private const double MaxValue = 1e6;

    public override Rejection? Fault => SocketFault(Socket) ?? OutOfRange("data.value", Value, -MaxValue, MaxValue);
}

/// <summary>A board ended an order on its own.</summary>
internal sealed record EndReport(string Order, int Socket, StopReason Reason, double? EnergyWh = null) : ChargerReading
{
    public override Rejection? Fault => Order.Length is 0 or > EventHeader.MaxIdLength
        ? new(RejectReason.BadMember, $"data.order has {Order.Length} characters, not 1 to {EventHeader.MaxIdLength}")
        : SocketFault(Socket) ?? OutOfRange("data.energy_wh", EnergyWh, 0, 1e7);
}

/// <summary>A board has started: its relays are open, its register may start over, its parameters are the factory's.</summary>
internal sealed record BoardStarted : ChargerReading;
