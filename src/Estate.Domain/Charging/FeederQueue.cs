using Estate.Domain.Devices;
using NodaTime;

namespace Estate.Domain.Charging;

/// <summary>
/// Orders of sockets that share a feeder: started at once where there is room and nobody waits, otherwise in the order they came. Who waits
/// overtakes nobody, even where a smaller one behind would fit, and nothing that runs is cut for it (decision 47).
/// </summary>
internal sealed class FeederQueue(FeederBook book)
{
    /// <summary>Longer than that nobody stands beside a bike; the socket is somebody else's again.</summary>
    internal static readonly Duration WaitsAtMost = Duration.FromHours(4);

    /// <summary>An order that was checked and may be: started, put into the line, or refused where the feeder can never carry it.</summary>
    internal ChargerState Order(ChargerState state, SocketState socket, ChargeOrder order, BoardStep step)
    {
        var (effects, watt) = (step.Effects, SocketLoad.FullOf(state));
        if (step.Settings.FeederOf(socket.Number) is not { } feeder)
            return ChargerOrders.Begin(state, socket, order, step);
        if (watt > feeder.LimitW)
            return effects.Refuse(
                state, step.Device, "feeder_too_small",
                new($"线路 {feeder.Name} 只有 {feeder.LimitW:0} 瓦，插座 {socket.Number} 要 {watt:0} 瓦，请联系物业",
                $"Feeder {feeder.Name} carries {feeder.LimitW:0} W, socket {socket.Number} takes up to {watt:0} W. "
                    + "Please ask the property office"));
        book.Put(state, step);
        if (!book.IsComplete(feeder))
            return ChargerOrders.Offline(state, step);
        if (!book.HasLine(feeder) && book.HasRoom(feeder, watt, effects.Now.Uptime))
            return book.Put(ChargerOrders.Begin(state, socket, order, step), step);
        var wait = new ChargeWait(order, effects.Now.At, book.NextTicket(feeder)) { Since = effects.Now.Uptime };
        state = book.Put(state.With(socket with { Wait = wait }) with { OrdersEver = state.OrdersEver + 1 }, step);
        wait = book.Placed(wait, feeder, effects.Now.Uptime);
        effects.Record(new ChargeQueued(step.Device, effects.Time, socket.Number, order.Id, order.Household, order.By)
        { Feeder = feeder.Name, Place = wait.Place });
        var said = ChargingTexts.Of(wait);
        effects.Answer = new(
            "queued", new($"插座 {socket.Number} 排队：{said.Zh}", $"Socket {socket.Number} waits: {said.En}"),
            wait.Minutes is { } minutes ? [("socket", socket.Number), ("place", wait.Place), ("wait_min", minutes)]
            : [("socket", socket.Number), ("place", wait.Place)])
        { Detail = order.Id };
        return book.Put(state.With(socket with { Wait = wait }), step);
    }

    /// <summary>Whoever asked for it, or its own card again.</summary>
    internal static ChargerState Cancel(ChargerState state, SocketState socket, ChargeWait wait, BoardStep step)
    {
        step.Effects.Answer = new(
            "left_queue", new($"插座 {socket.Number} 已退出排队", $"Socket {socket.Number} has left the line"), [("socket", socket.Number)])
        { Detail = wait.Order.Id };
        return Leave(state, socket, wait, WaitEnd.Cancelled, step);
    }

    /// <summary>Each second: who can wait no longer leaves, whose turn it is starts, all others learn their place.</summary>
    internal ChargerState Tick(ChargerState state, BoardStep step)
    {
        book.Put(state, step);
        foreach (var number in state.Sockets.Where(one => one.Wait is not null).OrderBy(one => one.Wait!.Ticket)
            .Select(one => one.Number).ToList())
            state = book.Put(Advance(state, state.SocketAt(number)!, step), step);
        return state;
    }

    private ChargerState Advance(ChargerState state, SocketState socket, BoardStep step)
    {
        var (uptime, watt) = (step.Effects.Now.Uptime, SocketLoad.FullOf(state));
        var wait = socket.Wait! with { Since = socket.Wait.Since ?? uptime };
        var feeder = step.Settings.FeederOf(socket.Number);
        if (ObstacleOf(state, socket, wait, feeder, uptime) is { } reason)
            return Leave(state, socket, wait, reason, step);
        if (feeder is not null)
            wait = book.Placed(wait, feeder, uptime);
        if (feeder is not null && (wait.Place > 1 || !book.HasRoom(feeder, watt, uptime)))
            return state.With(socket with { Wait = wait });
        if (state.IsFresh(socket, uptime))
            return state.Commands.IsFull ? state.With(socket with { Wait = wait })
                : ChargerOrders.Begin(state, socket with { Wait = null }, wait.Order, step);
        // A board that has just been restarted, or the gateway, is about to speak.
        return uptime - wait.Since <= ChargerSettings.FreshFor(state.Device) ? state.With(socket with { Wait = wait })
            : Leave(state, socket, wait, WaitEnd.Offline, step);
    }

    private static WaitEnd? ObstacleOf(ChargerState state, SocketState socket, ChargeWait wait, Feeder? feeder, Duration uptime) =>
        socket.Session is not null ? WaitEnd.Occupied
        : state.BlockOf(socket.Number) is not null || state.IsMeasuredOnly ? WaitEnd.Faulted
        : SocketLoad.FullOf(state) > feeder?.LimitW ? WaitEnd.TooLarge
        : uptime - wait.Since > WaitsAtMost ? WaitEnd.TimedOut
        : null;

    private static ChargerState Leave(ChargerState state, SocketState socket, ChargeWait wait, WaitEnd reason, BoardStep step)
    {
        step.Effects.Record(
            new ChargeWaitEnded(step.Device, step.Effects.Time, socket.Number, wait.Order.Id, wait.Order.Household, reason));
        return state.With(socket with { Wait = null });
    }
}
