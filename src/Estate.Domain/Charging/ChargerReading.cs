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

/// <summary>A resident's card at a socket; what it starts or stops depends on what runs there.</summary>
internal sealed record CardAtSocket(int Socket, CardToken Card) : ChargerReading
{
    public override Rejection? Fault => SocketFault(Socket);
}

/// <summary>A board has started: its relays are open, its register may start over, its parameters are the factory's.</summary>
internal sealed record BoardStarted : ChargerReading;
