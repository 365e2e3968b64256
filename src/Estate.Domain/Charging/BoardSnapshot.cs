using System.Collections.Immutable;
using Estate.Domain.Devices;

namespace Estate.Domain.Charging;

/// <summary>
/// A board's sockets as they are now. A board of many sends them in several frames; each stands for the sockets it names, and
/// for the board where it says so.
/// </summary>
internal sealed record BoardSnapshot(ImmutableArray<SocketReading> Sockets) : ChargerReading
{
    public double? TempC { get; init; }
    public bool? Smoke { get; init; }

    /// <summary>Also what may be too hot, or leak: how much is too much the board's settings say.</summary>
    public override bool IsUrgent =>
        Smoke == true || MayBeTooHot(TempC)
        || Sockets.Any(socket => MayBeTooHot(socket.TempC) || socket.ResidualMa > BoardParameters.MinResidualMa
            || socket.Tripped.Any(kind => Protection.Of(kind).Cuts));

    /// <summary>Only the frame itself: an impossible value is dropped alone, since the rest may report smoke.</summary>
    public override Rejection? Fault => Sockets.IsDefault || Sockets.Length > MaxSockets || Sockets.Any(socket => socket is null)
        ? new(RejectReason.BadMember, $"data.sockets has at most {MaxSockets} elements, none of them null")
        : null;

    private static bool MayBeTooHot(double? celsius) => celsius >= BoardParameters.MinMaxTempC;
}
