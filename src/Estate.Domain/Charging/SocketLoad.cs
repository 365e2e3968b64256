using NodaTime;

namespace Estate.Domain.Charging;

/// <summary>What a socket takes of its feeder: as measured, and all it may where nobody measures it now.</summary>
internal static class SocketLoad
{
    /// <summary>For a current that comes without a power.</summary>
    private const double NominalV = 230;

    /// <summary>A charger draws its full power some seconds after it is plugged in.</summary>
    private static readonly Duration Settling = Duration.FromMinutes(1);

    /// <summary>Watt; more, and the board cuts it. A change that the board has not agreed to may be in force already.</summary>
    internal static double FullOf(ChargerState board) => Math.Max(board.Parameters.MaxPowerW, board.Wanted?.MaxPowerW ?? 0);

    internal static double Of(ChargerState board, SocketState socket, Duration uptime)
    {
        if (socket.Session is null && socket.Last?.Closed != true && !board.IsMeasuredOnly)
            return 0;
        var isMeasured = socket.Session is { } session
            ? session.IsCharging && session.Elapsed >= Settling
                && uptime - session.Timers.PowerAt <= ChargerSettings.FreshFor(board.Device)
            : board.IsFresh(socket, uptime);
        return (isMeasured ? socket.Last?.PowerW ?? (socket.Last?.CurrentA * NominalV) : null) ?? FullOf(board);
    }

    /// <summary>Until it frees its share; null where that is nobody's to know: power without an order.</summary>
    internal static Duration? LeftOf(ChargerState board, SocketState socket, Duration uptime)
    {
        if (socket.Session is not { } session)
            return null;
        if (session.Phase == SessionPhase.Finishing)
            return Duration.Zero;
        var limits = board.Parameters;
        var left = Duration.Min(
            session.Left * PaidTime.RatioAt(session.Energy.PowerW ?? 0, limits.Tiers),
            Duration.FromMinutes(limits.MaxMinutes) - session.Elapsed);
        if (session.Timers.FloatSince is { } since)
            left = Duration.Min(left, Duration.FromSeconds(limits.FloatS) - (uptime - since));
        return Duration.Max(Duration.Zero, left);
    }
}
