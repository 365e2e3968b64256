using System.Globalization;
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
        BayAudited one => Of(one),
        BayTickUndone one =>
            new($"{one.By} 撤销对车位 {one.Bay} 的核对", $"{one.By} took back what they had noted of bay {one.Bay}"),
        BayTickFollowed one => new(
            string.Create(CultureInfo.InvariantCulture, $"车位 {one.Bay} 的状态在核对后 {one.Seconds:0.#} 秒改正"),
            string.Create(CultureInfo.InvariantCulture, $"Bay {one.Bay} was right {one.Seconds:0.#} s after it was noted")),
        BayAuditEnded one => new(
            $"{one.By} 结束第 {one.Audit} 次车位核对，共 {one.Ticks} 个", $"{one.By} ended walk {one.Audit} along the bays, {one.Ticks} noted"),
        _ => throw new ArgumentException(fact.GetType().Name, nameof(fact)),
    };

    private static Text Of(BayAudited one)
    {
        var (zh, en) = (one.IsOccupied, one.IsChange) switch
        {
            (true, false) => ("有车", "taken"),
            (false, false) => ("空", "free"),
            (true, true) => ("刚停进一辆", "just taken"),
            _ => ("刚开走一辆", "just left"),
        };
        return new(
            $"{one.By} 看到车位 {one.Bay} {zh}，系统显示{ParkingTexts.Of(one.Said).Zh}",
            $"{one.By} saw bay {one.Bay} {en}; the page said {ParkingTexts.Of(one.Said).En}");
    }

    private static string Because(string? reason) => reason is null ? "" : $" ({reason})";
}
