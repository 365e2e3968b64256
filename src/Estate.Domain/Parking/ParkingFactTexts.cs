using Estate.Domain.Devices;

namespace Estate.Domain.Parking;

/// <summary>What happened in a car park, in a sentence.</summary>
internal static class ParkingFactTexts
{
    internal static Text Of(ParkingFact fact) => fact switch
    {
        BaySensed one =>
            new($"车位{ParkingTexts.Of(one.Status).Zh}{Because(one.Reason)}",
            $"The bay is {ParkingTexts.Of(one.Status).En.ToLowerInvariant()}{Because(one.Reason)}"),
        BayClosed one => new($"{one.By} 停用车位 {one.Bay}：{one.Reason}", $"{one.By} closed bay {one.Bay}: {one.Reason}"),
        BayReopened one => new($"{one.By} 恢复车位 {one.Bay}", $"{one.By} opened bay {one.Bay} again"),
        SensorMoved one =>
            new($"{one.By} 把传感器 {one.Sensor} 从 {one.From} 换到 {one.To}",
            $"{one.By} moved sensor {one.Sensor} from {one.From} to {one.To}"),
        LotCounted one => new(
            string.Join("；", one.Zones.Select(zone => $"{zone.Zone} 区空位 {zone.Free}，占用 {zone.Occupied}，不明 {zone.Doubtful}")),
            string.Join(
                "; ", one.Zones.Select(zone =>
                    $"zone {zone.Zone}: {zone.Free} free, {zone.Occupied} occupied, {zone.Doubtful} not known"))),
        CounterRebased one =>
            new($"道闸计数重置为 {one.Inside}，相差 {one.Residual}", $"The counter was set to {one.Inside}, it was off by {one.Residual}"),
        PermitIssued one =>
            new($"{one.By} 发给住户 {one.Permit.Household} 通行证 {one.Permit.Id}",
            $"{one.By} issued permit {one.Permit.Id} to household {one.Permit.Household}"),
        PermitEnded one => new($"{one.By} 收回通行证 {one.Permit}", $"{one.By} ended permit {one.Permit}"),
        ParkingRulesDecided => new("停车规则更新", "The parking rules were decided"),
        _ => throw new ArgumentException(fact.GetType().Name, nameof(fact)),
    };

    private static string Because(string? reason) => reason is null ? "" : $" ({reason})";
}
