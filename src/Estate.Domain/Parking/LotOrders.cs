using Estate.Domain.Devices;

namespace Estate.Domain.Parking;

/// <summary>The property's orders: bays out of use, sensors that hang elsewhere.</summary>
internal static class LotOrders
{
    private const int MaxReason = 200;

    internal static LotState Close(LotState state, CloseBay order, Effects effects)
    {
        if (IsUnknown(state, order.Device, order.Bay, effects))
            return state;
        if (string.IsNullOrWhiteSpace(order.Reason) || order.Reason.Length > MaxReason || effects.By is not { } by)
            return effects.Refuse(
                state, order.Device, "reason_needed", new($"请写明原因（最多 {MaxReason} 字）", $"say why, in at most {MaxReason} letters"));
        if (state.Closings.ContainsKey(order.Bay))
            return effects.Refuse(state, order.Device, "closed_already", new($"车位 {order.Bay} 已停用", $"bay {order.Bay} is closed already"));
        effects.Record(new BayClosed(order.Device, effects.Time, order.Bay, by, order.Reason.Trim()));
        effects.Answer = new("closed", new($"车位 {order.Bay} 已停用", $"Bay {order.Bay} is closed"), []);
        return state with { Closings = state.Closings.Add(order.Bay, new(by, order.Reason.Trim())) };
    }

    internal static LotState Reopen(LotState state, ReopenBay order, Effects effects)
    {
        if (!state.Closings.ContainsKey(order.Bay))
            return effects.Refuse(state, order.Device, "not_closed", new($"车位 {order.Bay} 没有停用", $"bay {order.Bay} is not closed"));
        effects.Record(new BayReopened(order.Device, effects.Time, order.Bay, effects.By ?? ""));
        effects.Answer = new("reopened", new($"车位 {order.Bay} 已恢复", $"Bay {order.Bay} is open again"), []);
        return state with { Closings = state.Closings.Remove(order.Bay) };
    }

    internal static LotState Move(LotState state, MoveSensor order, Effects effects)
    {
        if (IsUnknown(state, order.Device, order.Bay, effects))
            return state;
        if (!state.Sensors.TryGetValue(order.Sensor, out var word))
            return effects.Refuse(state, order.Device, "no_such_sensor", new($"没有探头 {order.Sensor}", $"there is no sensor {order.Sensor}"));
        var from = state.Placements.GetValueOrDefault(order.Sensor.ToString()) ?? word.Bay;
        if (from == order.Bay)
            return effects.Refuse(state, order.Device, "there_already", new("探头已在该车位", "the sensor is there already"));
        var moved = new SensorMoved(order.Device, effects.Time, order.Sensor, from, order.Bay, effects.By ?? "");
        effects.Record(moved);
        effects.Request(new ForgetBay(order.Sensor));
        effects.Answer = new(
            "moved", new($"探头已移到 {order.Bay}", $"The sensor now tells of {order.Bay}"), [("version", state.MapVersion + 1)]);
        return Place(state, moved);
    }

    internal static LotState Place(LotState state, SensorMoved moved) => state with
    {
        MapVersion = state.MapVersion + 1,
        Placements = state.Placements.SetItem(moved.Sensor.ToString(), moved.To),
    };

    private static bool IsUnknown(LotState state, DeviceId lot, string bay, Effects effects)
    {
        if (state.Bays().Any(one => one.Bay == bay))
            return false;
        effects.Refuse(lot, "no_such_bay", new Text($"没有车位 {bay}", $"there is no bay {bay}"));
        return true;
    }
}
