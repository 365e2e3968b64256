using Estate.Domain.Devices;
using NodaTime;

namespace Estate.Domain.Charging;

/// <summary>The one end of each order: seen at the relay, reported by the board, or both, in any order.</summary>
internal static class SessionEnds
{
    private const int Remembered = 60;

    /// <summary>After each reading of a socket: an end that is due, a start that failed, a relay that does not obey.</summary>
    internal static ChargerState Conclude(ChargerState state, int number, SocketReading reading, BoardStep step)
    {
        var socket = state.SocketAt(number)!;
        if (socket.Session is not { } session)
            return state;
        var timers = session.Timers;
        if (session.Phase == SessionPhase.Finishing)
            return reading.Closed == false ? End(state, socket, session.Reason!.Value, step)
                : step.At - timers.DefiedSince > ChargerSettings.StopPatience
                    ? Interlocks.Trip(
                        End(state, socket, session.Reason!.Value, step), new(ProtectionKind.RelayWelded, number), reading.PowerW, null,
                        step)
                : AskToStop(state, number, session);
        if (reading.Closed != false || step.At - timers.OpenSince < ChargerSettings.Settled)
            return state;
        if (session.Phase == SessionPhase.Preparing)
            return state.Commands.Has(CommandQueue.Start, number) ? state : End(state, socket, StopReason.StartFailed, step);
        return End(state, socket, state.RestartedAt > session.StartedAt ? StopReason.Reboot : StopReason.Other, step);
    }

    internal static ChargerState Report(ChargerState state, EndReport report, BoardStep step)
    {
        if (state.Sockets.FirstOrDefault(one => one.Session?.Order.Id == report.Order) is { } socket)
            return End(state, socket, socket.Session!.Reason ?? report.Reason, step, report.EnergyWh);
        if (!state.Ended.Contains(report.Order))
            step.Effects.Record(new OrphanEndReported(step.Device, step.Time, report.Socket, report.Order, report.Reason, report.EnergyWh));
        return state;
    }

    internal static ChargerState End(ChargerState state, SocketState socket, StopReason reason, BoardStep step, double? reportedWh = null)
    {
        var session = socket.Session!;
        if (session.Seq < 0)
            step.Effects.Record(
                new StartFailed(
                    step.Device, step.Time, socket.Number, session.Order.Id, session.Order.Household,
                    reason is StopReason.FullyCharged or StopReason.Unplugged ? StopReason.NoLoadAtStart : reason));
        else
            step.Effects.Record(Ended(session, socket.Number, reason, reportedWh, step));
        return state.With(socket with { Session = null, StraySince = null }) with
        {
            Ended = [.. state.Ended.TakeLast(Remembered - 1), session.Order.Id],
            Commands = state.Commands.Drop(command => command.Order == session.Order.Id),
        };
    }

    /// <summary>A late report says when it ended; energy that could not be metered whole is the board's, where it reported it.</summary>
    private static SessionEnded Ended(ChargeSession session, int socket, StopReason reason, double? reportedWh, BoardStep step)
    {
        var wh = Math.Round(session.Energy.Interruptions > 0 && reportedWh is { } reported ? reported : session.Energy.Wh, 3);
        var (started, curve) = (session.StartedAt!.Value, session.Curve.Closed());
        var lasted = step.Time.IsLate ? Duration.Max(Duration.Zero, step.Time.At - started) : session.Elapsed;
        return new(step.Device, step.Time, socket, session.Order.Id, session.Seq + 1, reason, wh)
        {
            Household = session.Order.Household,
            By = session.StoppedBy,
            StartedAt = started,
            Since = session.ReasonSince,
            DurationS = (long)lasted.TotalSeconds,
            Interruptions = session.Energy.Interruptions,
            ReportedWh = reportedWh,
            Charge = step.Settings.Tariff?.For(wh, step.Time.At, session.Priced),
            StepS = curve.StepS,
            Watts = curve.Watts,
        };
    }

    /// <summary>Level-triggered: as long as it shall end and does not, a stop is on its way.</summary>
    internal static ChargerState AskToStop(ChargerState state, int number, ChargeSession session) =>
        state.Commands.Has(CommandQueue.Stop, number) || state.Commands.IsFull || state.BlockOf(number) is not null
            ? state
            : state with
            {
                Commands = state.Commands.Add(
                new(CommandQueue.Stop, number, session.Order.Id, [("reason", WireName.Of(session.Reason!.Value))]))
            };
}
