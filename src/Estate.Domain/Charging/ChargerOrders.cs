using System.Collections.Immutable;
using System.Globalization;
using Estate.Domain.Devices;
using NodaTime;

namespace Estate.Domain.Charging;

/// <summary>What people order: start, stop, other limits. Each is checked here, whoever asks.</summary>
internal static class ChargerOrders
{
    internal static string NewOrder(ChargerState state, BoardStep step) =>
        string.Create(CultureInfo.InvariantCulture, $"{step.Device.Name}-{step.Effects.Now.At.ToUnixTimeSeconds()}-{state.OrdersEver + 1}");

    internal static ChargerState Start(ChargerState state, StartCharging order, FeederQueue queue, BoardStep step)
    {
        var effects = step.Effects;
        if (state.SocketAt(order.Socket) is not { } socket)
            return NoSuchSocket(state, order.Socket, step);
        if (state.IsMeasuredOnly)
            return effects.Refuse(state, step.Device, "not_switched",
                new("这个充电桩只测电流，这里不能开关", "This charger is only measured; it cannot be switched from here"));
        if (state.BlockOf(order.Socket) is { } block)
            return effects.Refuse(
                state, step.Device, "faulted",
                new($"插座 {order.Socket} 停用：{Protection.Of(block.Kind).Title.Zh}，请联系物业",
                $"Socket {order.Socket} is off: {Protection.Of(block.Kind).Title.En}. Please ask the property office"));
        if (socket.Session is not null || socket.Wait is not null)
            return effects.Refuse(state, step.Device, "occupied", new($"插座 {order.Socket} 已被使用", $"Socket {order.Socket} is in use"));
        if (!state.IsFresh(socket, effects.Now.Uptime) || state.Commands.IsFull)
            return Offline(state, step);
        if (order.Minutes is < 1 || order.Minutes > state.Parameters.MaxMinutes || order.MaxWh is <= 0 or > 100_000)
            return effects.Refuse(
                state, step.Device, "bad_request",
                new($"时间为 1 到 {state.Parameters.MaxMinutes:0} 分钟",
                $"minutes are 1 to {state.Parameters.MaxMinutes:0}, watt hours more than 0"));
        var bought = Duration.FromMinutes(order.Minutes ?? state.Parameters.MaxMinutes);
        var taken = new ChargeOrder(
            NewOrder(state, step), order.Household, order.Household is null ? effects.By ?? "charger" : effects.By ?? "card", bought,
            order.MaxWh);
        return queue.Order(state, socket, taken, step);
    }

    internal static ChargerState Offline(ChargerState state, BoardStep step) =>
        step.Effects.Refuse(
            state, step.Device, "offline", new("充电桩没有联网，请稍后再试", "The charger is not connected, please try again later"));

    /// <summary>Sent to the board; the answer is for who asked just now.</summary>
    internal static ChargerState Begin(ChargerState state, SocketState socket, ChargeOrder order, BoardStep step)
    {
        var (effects, number) = (step.Effects, socket.Number);
        effects.Record(new ChargeOrdered(step.Device, effects.Time, number, order.Id, order.Household, order.By));
        effects.Answer = new(
            "ordered", new($"插座 {number} 已接通，请插好充电器", $"Socket {number} is being switched on, please plug in"), [("socket", number)])
        { Detail = order.Id };
        return state.With(socket with { Session = new(order, effects.Now.At) }) with
        {
            OrdersEver = state.OrdersEver + 1,
            Commands = state.Commands.Add(new(CommandQueue.Start, number, order.Id, LimitsOf(order, state.Parameters))),
        };
    }

    internal static ChargerState Stop(ChargerState state, StopCharging order, BoardStep step)
    {
        if (string.IsNullOrWhiteSpace(order.Reason))
            return step.Effects.Refuse(state, step.Device, "reason_needed", new("请写明原因", "say why"));
        return End(state, order.Socket, StopReason.RemoteStop, step.Effects.By, step);
    }

    /// <summary>Its own card again: who started it may end it, nobody else's card.</summary>
    internal static ChargerState StopOwn(ChargerState state, StopOwn order, BoardStep step)
    {
        var socket = state.SocketAt(order.Socket);
        if ((socket?.Session?.Order ?? socket?.Wait?.Order) is { } known && known.Household != order.Household)
            return step.Effects.Refuse(state, step.Device, "occupied", new($"插座 {order.Socket} 已被使用", $"Socket {order.Socket} is in use"));
        return End(state, order.Socket, StopReason.LocalStop, "card", step);
    }

    internal static ChargerState Configure(ChargerState state, ConfigureCharger order, BoardStep step)
    {
        var (changed, problems) = state.Parameters.With(order.Values);
        if (changed is null)
            return step.Effects.Refuse(state, step.Device, "bad_parameters", Text.Joined(problems));
        if (LongSessions.NeedsTwo(changed, state.Parameters))
            return LongSessions.Propose(state, order, changed, step);
        return IsBusy(state) ? Busy(state, step) : Apply(state, changed, step);
    }

    internal static bool IsBusy(ChargerState state) => state.Wanted is not null || state.Commands.IsFull;

    internal static ChargerState Busy(ChargerState state, BoardStep step) =>
        step.Effects.Refuse(state, step.Device, "busy", new("上一次修改还没有答复", "the board has not answered the last change yet"));

    /// <summary>Limits that were checked and decided.</summary>
    internal static ChargerState Apply(ChargerState state, BoardParameters changed, BoardStep step)
    {
        if (step.Settings.Profile is not null || state.IsMeasuredOnly)
        {
            // A plug keeps no limits, a sensor neither: what the gateway watches changes at once.
            step.Effects.Answer = new("done", new("已生效", "In force now"), []);
            return Configured(state with { Wanted = changed }, true, "", step);
        }
        step.Effects.Answer = new("sent", new("已发送，充电桩确认后生效", "Sent; in force once the board agrees"), []);
        return Send(state, changed) with { Wanted = changed };
    }

    /// <summary>Every start of the board finds its limits, so that it keeps them with nobody there (P-E11).</summary>
    internal static ChargerState Send(ChargerState state, BoardParameters parameters) =>
        state with { IsConfigured = true, Commands = state.Commands.Add(new(CommandQueue.Configure, 0, null, parameters.ToArguments())) };

    internal static ChargerState Configured(ChargerState state, bool isDone, string result, BoardStep step)
    {
        if (state.Wanted is not { } wanted)
            return state;
        step.Effects.Record(
            isDone ? new BoardConfigured(step.Device, step.Effects.Time, wanted)
            : new BoardConfigRejected(step.Device, step.Effects.Time, result));
        return isDone ? state with { Parameters = wanted, Wanted = null } : state with { Wanted = null };
    }

    private static ChargerState End(ChargerState state, int number, StopReason reason, string? by, BoardStep step)
    {
        if (state.SocketAt(number) is not { } socket)
            return NoSuchSocket(state, number, step);
        if (socket is { Session: null, Wait: { } wait })
            return FeederQueue.Cancel(state, socket, wait, step);
        if (socket.Session is not { } session)
            return step.Effects.Refuse(state, step.Device, "not_charging", new($"插座 {number} 没有充电", $"Socket {number} does not charge"));
        step.Effects.Answer = new(
            "stopping", new($"插座 {number} 正在结束", $"Socket {number} is being switched off"),
            [("socket", number)])
        { Detail = session.Order.Id };
        state = state.With(socket with { Session = SessionWatch.Finish(session, reason, by) });
        return state.Commands.Has(CommandQueue.Stop, number)
            ? state
            : state with
            {
                Commands = state.Commands.Drop(command =>
                command.Order == session.Order.Id).Add(new(
                    CommandQueue.Stop, number, session.Order.Id, [("reason", WireName.Of(reason))]))
            };
    }

    private static ChargerState NoSuchSocket(ChargerState state, int socket, BoardStep step) =>
        step.Effects.Refuse(
            state, step.Device, "no_such_socket",
            new($"没有插座 {socket}", $"there is no socket {socket}; this charger has 1 to {state.Sockets.Length}"));

    /// <summary>The board ends it on its own, with the gateway down.</summary>
    private static ImmutableArray<(string Name, string Value)> LimitsOf(ChargeOrder order, BoardParameters limits)
    {
        var seconds = Duration.Min(order.Bought, Duration.FromMinutes(limits.MaxMinutes)).TotalSeconds;
        ImmutableArray<(string, string)> all = [("max_s", seconds.ToString("0", CultureInfo.InvariantCulture))];
        return order.MaxWh is { } most ? all.Add(("max_wh", most.ToString(CultureInfo.InvariantCulture))) : all;
    }
}
