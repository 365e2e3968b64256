using Estate.Domain.Devices;
using NodaTime;

namespace Estate.Domain.Parking;

/// <summary>What guards order on their walk, and what the sensors say after it.</summary>
internal static class BayAuditOrders
{
    /// <summary>What takes longer to be said is no delay: the sensor missed it, or another car came.</summary>
    internal static Duration FollowsWithin { get; } = Duration.FromMinutes(10);

    internal static LotState Tick(LotState state, AuditBay order, Effects effects)
    {
        if (state.Bays().FirstOrDefault(one => one.Bay == order.Bay) is not { } bay)
            return effects.Refuse(state, order.Device, "no_such_bay", new($"没有车位 {order.Bay}", $"there is no bay {order.Bay}"));
        var audit = state.AuditAt(effects.Now.At) ?? new(state.AuditsEver + 1, effects.Now.At);
        if (!order.IsChange && audit.Ticks.ContainsKey(order.Bay))
            return effects.Refuse(
                state, order.Device, "ticked_already",
                new($"车位 {order.Bay} 这一轮已核对，要改请先撤销", $"bay {order.Bay} is ticked already; undo that first"));
        var tick = new BayTick(order.IsOccupied, bay.Status) { TickedAt = effects.Now.Uptime };
        effects.Record(new BayAudited(
            order.Device, effects.Time, audit.Number, order.Bay, order.IsChange, order.IsOccupied, bay.Status,
            state.SensorsAt(order.Bay).FirstOrDefault().Name, effects.By ?? ""));
        state = state with { Audit = audit.With(order.Bay, order.IsChange, tick), AuditsEver = audit.Number };
        return Answered(state, "ticked", new($"车位 {order.Bay} 已记下", $"Bay {order.Bay} is noted"), effects);
    }

    internal static LotState Undo(LotState state, UndoAuditedBay order, Effects effects)
    {
        if (state.AuditAt(effects.Now.At) is not { } audit || !audit.Of(order.IsChange).ContainsKey(order.Bay))
            return effects.Refuse(
                state, order.Device, "not_ticked", new($"车位 {order.Bay} 这一轮还没有核对", $"bay {order.Bay} is not ticked on this walk"));
        effects.Record(new BayTickUndone(order.Device, effects.Time, audit.Number, order.Bay, order.IsChange, effects.By ?? ""));
        return Answered(
            state with { Audit = audit.With(order.Bay, order.IsChange, null) }, "undone",
            new($"车位 {order.Bay} 的核对已撤销", $"The tick of bay {order.Bay} is undone"), effects);
    }

    internal static LotState End(LotState state, EndBayAudit order, Effects effects)
    {
        if (state.AuditAt(effects.Now.At) is not { } audit)
            return effects.Refuse(state, order.Device, "no_audit", new("现在没有在核对车位", "no walk along the bays is on"));
        effects.Record(new BayAuditEnded(order.Device, effects.Time, audit.Number, audit.Ticks.Count, effects.By ?? ""));
        return Answered(
            state with { Audit = null }, "ended",
            new($"第 {audit.Number} 次核对结束", $"Walk {audit.Number} has ended"), effects, audit.Ticks.Count);
    }

    /// <summary>A sensor spoke: where a guard had seen otherwise, it may agree now.</summary>
    internal static LotState OnReport(LotState state, DeviceId lot, SensedBay word, Effects effects)
    {
        if (state.AuditAt(effects.Now.At) is not { } audit || audit.Ticks.Count + audit.Changes.Count == 0)
            return state;
        var bay = state.BayOf(word);
        foreach (var isChange in (ReadOnlySpan<bool>)[false, true])
            if (audit.Of(isChange).GetValueOrDefault(bay) is { IsFollowed: false, TickedAt: { } at } tick && tick.IsWrong
                && effects.Now.Uptime - at <= FollowsWithin && tick.IsAnsweredBy(state.Bays().First(one => one.Bay == bay).Status))
            {
                var seconds = Math.Round((effects.Now.Uptime - at).TotalSeconds, 1);
                effects.Record(new BayTickFollowed(lot, effects.Time, audit.Number, bay, isChange, seconds));
                audit = audit.With(bay, isChange, tick with { IsFollowed = true });
            }
        return ReferenceEquals(audit, state.Audit) ? state : state with { Audit = audit };
    }

    /// <summary>The state as it was after that fact.</summary>
    internal static LotState Again(LotState state, Fact fact) => fact switch
    {
        BayAudited tick => state with
        {
            Audit = (state.Audit is { } on && on.Number == tick.Audit ? on : new(tick.Audit, tick.Time.At))
                .With(tick.Bay, tick.IsChange, new(tick.IsOccupied, tick.Said)),
            AuditsEver = Math.Max(state.AuditsEver, tick.Audit),
        },
        BayTickUndone undone => state with { Audit = state.Audit?.With(undone.Bay, undone.IsChange, null) },
        _ => state with { Audit = null },
    };

    private static LotState Answered(LotState state, string result, Text text, Effects effects, int? ticks = null)
    {
        effects.Answer = new(result, text, [("ticks", ticks ?? state.Audit?.Ticks.Count ?? 0), ("bays", state.Bays().Count)]);
        return state;
    }
}
