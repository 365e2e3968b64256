using Estate.Domain.Devices;
using NodaTime;

namespace Estate.Domain.Sweeper;

/// <summary>Orders of people and rules. To stop anybody may; to let go a person must, with a name and a reason.</summary>
internal static class SweeperOrders
{
    private const int MaxReason = 200, MaxMinutes = 240, MaxZones = 20;

    internal static SweeperState Stop(SweeperState state, StopSweeper order, Effects effects)
    {
        if (!HasReason(order.Device, order.Reason, effects))
            return state;
        effects.Answer = new("stopped", new("已让它停下", "It is ordered to stand"), []);
        // The first one's name stays: who stopped it lets it go.
        if (state.Stop is not null)
            return state;
        effects.Record(new SweeperStopOrdered(order.Device, effects.Time, effects.By ?? "", order.Reason.Trim()));
        return state with { Stop = new(effects.By ?? "", order.Reason.Trim(), effects.Now.At) };
    }

    internal static SweeperState LetGo(SweeperState state, LetSweeperGo order, Effects effects)
    {
        if (!HasReason(order.Device, order.Reason, effects))
            return state;
        if (state.Stop is null)
            return effects.Refuse(state, order.Device, "not_stopped", new("没有人让它停下", "nobody has stopped it"));
        effects.Record(new SweeperLetGo(order.Device, effects.Time, effects.By!, order.Reason.Trim()));
        effects.Answer = new("going", new("可以继续", "It may go on"), []);
        return state with { Stop = null };
    }

    internal static SweeperState Pause(SweeperState state, PauseSweeperZone order, Effects effects)
    {
        var zone = order.Zone.Trim();
        if (zone.Length is 0 or > SweeperReading.LongestName || zone.Contains(',', StringComparison.Ordinal))
            return effects.Refuse(
                state, order.Device, "bad_zone",
                new(
                    $"区域名应为 1 到 {SweeperReading.LongestName} 字，不含逗号",
                    $"a zone has 1 to {SweeperReading.LongestName} letters and no comma"));
        if (order.Minutes is < 1 or > MaxMinutes)
            return effects.Refuse(
                state, order.Device, "bad_minutes", new($"时长应为 1 到 {MaxMinutes} 分钟", $"minutes are 1 to {MaxMinutes}"));
        if (state.Paused.Count >= MaxZones && !state.Paused.ContainsKey(zone))
            return effects.Refuse(
                state, order.Device, "too_many_zones", new($"最多暂停 {MaxZones} 个区域", $"at most {MaxZones} zones are paused"));
        var until = effects.Now.At + Duration.FromMinutes(order.Minutes);
        // Asked again and again by a rule, only a longer pause is news.
        if (state.Paused.GetValueOrDefault(zone, Instant.MinValue) >= until)
            return state;
        if (!state.Paused.ContainsKey(zone))
            effects.Record(new SweeperZonePaused(order.Device, effects.Time, zone, until, effects.By ?? ""));
        effects.Keep(order.Device);
        effects.Answer = new(
            "paused", new($"区域 {zone} 暂停 {order.Minutes} 分钟", $"The zone {zone} is paused for {order.Minutes} minutes"), []);
        return state with { Paused = state.Paused.SetItem(zone, until), Timers = state.Timers with { ZonesSentAt = null } };
    }

    internal static SweeperState Open(SweeperState state, OpenSweeperZone order, Effects effects)
    {
        if (!state.Paused.ContainsKey(order.Zone))
            return effects.Refuse(
                state, order.Device, "not_paused", new($"区域 {order.Zone} 没有暂停", $"the zone {order.Zone} is not paused"));
        effects.Answer = new("opened", new($"区域 {order.Zone} 已恢复", $"The zone {order.Zone} is open again"), []);
        return Open(state, order.Zone, order.Device, effects.By, effects);
    }

    /// <summary>By a clock that cannot be believed no pause ends.</summary>
    internal static SweeperState Expire(SweeperState state, DeviceId device, Effects effects)
    {
        if (state.Paused.Count == 0 || effects.Now.Clock == ClockTrust.Unknown)
            return state;
        foreach (var (zone, until) in state.Paused)
            if (effects.Now.At >= until)
                state = Open(state, zone, device, null, effects);
        return state;
    }

    private static SweeperState Open(SweeperState state, string zone, DeviceId device, string? by, Effects effects)
    {
        effects.Record(new SweeperZoneOpened(device, effects.Time, zone, by));
        var left = state.Paused.Remove(zone);
        return state with { Paused = left, Timers = state.Timers with { ZonesSentAt = left.Count > 0 ? null : effects.Now.Uptime } };
    }

    private static bool HasReason(DeviceId device, string reason, Effects effects)
    {
        var isGood = effects.By is not null && !string.IsNullOrWhiteSpace(reason) && reason.Length <= MaxReason;
        if (!isGood)
            effects.Refuse(device, "reason_needed", new Text($"请写明原因（最多 {MaxReason} 字）", $"say why, in at most {MaxReason} letters"));
        return isGood;
    }
}
