using NodaTime;

namespace Estate.Domain.Charging;

/// <summary>
/// Power that flows without an order (P-E3): taken over where the board works on an order of its own or the file allows it,
/// otherwise cut, and if it still flows the relay is stuck. What is blocked is cut again until it is off (P-E6).
/// </summary>
internal static class StrayPower
{
    internal static ChargerState Check(ChargerState state, int number, SocketReading reading, BoardStep step)
    {
        // Without a word about the relay there is nothing to evaluate.
        if (reading.Closed is null)
            return state;
        var socket = state.SocketAt(number)!;
        var block = state.BlockOf(number);
        var isWanted = reading.Closed != true || (block is null && socket.Session is not null);
        if (isWanted)
            return socket.StraySince is null ? state : state.With(socket with { StraySince = null });
        var since = socket.StraySince ?? step.At;
        state = state.With(socket = socket with { StraySince = since });
        if (block is null && (step.Settings.AdoptsStrays || (reading.Order is { } order && !state.Ended.Contains(order))))
            return Adopt(state, socket, reading, step);
        // A reading that was on its way while the socket was cut still shows it closed.
        if (step.At <= socket.CutAt)
            return state;
        var isSettled = step.At - since >= ChargerSettings.Settled;
        // What nobody ordered is cut first; what flows as long again is stuck.
        var isDefied = step.At - since >= (block is null ? ChargerSettings.Settled * 2 : ChargerSettings.Settled);
        if (isDefied && state.TripOf(ProtectionKind.RelayWelded, number) is null)
            return Interlocks.Trip(state, new(ProtectionKind.RelayWelded, number), reading.PowerW, null, step);
        return (block is not null || isSettled) && !(step.Effects.Now.Uptime - socket.CutAt < ChargerSettings.CutAgain)
            ? Interlocks.Cut(state, number, block is null ? StopReason.DeviceFault : Protection.Of(block.Kind).Reason, step)
            : state;
    }

    /// <summary>The board started a charge without an order, or before this gateway ran: the session is adopted as it is.</summary>
    private static ChargerState Adopt(ChargerState state, SocketState socket, SocketReading reading, BoardStep step)
    {
        var now = step.Effects.Now;
        var id = reading.Order ?? ChargerOrders.NewOrder(state, step);
        var order = new ChargeOrder(id, null, "charger", Duration.FromMinutes(state.Parameters.MaxMinutes));
        step.Effects.Record(new ChargeOrdered(step.Device, step.Time, socket.Number, id, null, order.By));
        var session = new ChargeSession(order, now.At) { Timers = new() { ClosedSince = step.At } };
        session = SessionWatch.OnReading(session, socket.Number, reading, state, step);
        return state.With(socket with { Session = session, StraySince = null }) with { OrdersEver = state.OrdersEver + 1 };
    }
}
