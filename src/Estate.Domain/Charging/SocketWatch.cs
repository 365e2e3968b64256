namespace Estate.Domain.Charging;

/// <summary>One reading of one socket through everything that looks at it: protections first, money last.</summary>
internal static class SocketWatch
{
    internal static ChargerState OnReading(ChargerState state, SocketReading reading, BoardStep step)
    {
        if (state.SocketAt(reading.Socket) is not { } socket)
        {
            step.Effects.Refuse(step.Device, "unknown_socket", $"socket {reading.Socket} of {state.Sockets.Length}");
            return state;
        }
        // Split frames and repetitions come in any order; what was measured earlier is not now.
        if (step.At < socket.HeardAt)
            return state;
        var uptime = step.Effects.Now.Uptime;
        var wasDark = !state.IsFresh(socket, uptime);
        state = Interlocks.Check(
            state.With(socket with { Last = step.Settings.Profile is null ? reading : reading.Over(socket.Last), HeardAt = step.At }),
            reading, step);
        socket = state.SocketAt(reading.Socket)!;
        if (socket.Session is { } known && wasDark)
            // No command could reach it while it was away.
            state = state.With(socket = socket with { Session = known with { Timers = known.Timers with { DefiedSince = null } } });
        if (socket.Session is { } session)
            state = state.With(socket with { Session = SessionWatch.OnReading(session, socket.Number, reading, state, step) });
        if (reading.Closed is { } isClosed)
            state = OnRelay(state, socket.Number, isClosed, step);
        state = SessionEnds.Conclude(state, reading.Socket, reading, step);
        state = StrayPower.Check(state, reading.Socket, reading, step);
        return wasDark ? state with { SavedAt = null } : state;
    }

    private static ChargerState OnRelay(ChargerState state, int number, bool isClosed, BoardStep step)
    {
        var (commands, settled, isDone) = state.Commands.OnRelay(number, isClosed, step.Effects.Now.At);
        return ChargerKind.OnCommandSettled(state with { Commands = commands }, settled, isDone, "not_seen", step);
    }
}
