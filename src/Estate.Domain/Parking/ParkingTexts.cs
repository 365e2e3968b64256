using Estate.Domain.Devices;
using NodaTime;

namespace Estate.Domain.Parking;

/// <summary>The lot's words for residents and staff, in Chinese and English.</summary>
public static class ParkingTexts
{
    public static Text Of(BayStatus status) => status switch
    {
        BayStatus.Free => new("空", "free"),
        BayStatus.Occupied => new("有车", "taken"),
        BayStatus.Unknown => new("未知", "unknown"),
        BayStatus.Stale => new("探头无信号", "sensor silent"),
        BayStatus.Suspect => new("探头可疑", "sensor in doubt"),
        BayStatus.Fault => new("探头故障", "sensor broken"),
        _ => new("停用", "closed"),
    };

    public static Text Of(PermitClass one) => one switch
    {
        PermitClass.Resident => new("业主车辆", "owners' cars"),
        PermitClass.Rented => new("租户车辆", "tenants' cars"),
        _ => new("访客车辆", "visitors' cars"),
    };

    /// <summary>The rules as people read them.</summary>
    public static Text Rules(PermitPolicy policy, DateTimeZone zone)
    {
        var zhFees = string.Join("，", policy.CarFees.Select((fee, index) => $"第 {index + 1} 辆 {fee} 元/月"));
        var enFees = string.Join(", ", policy.CarFees.Select((fee, index) => $"car {index + 1}: {fee} yuan a month"));
        var (zhHead, enHead) = policy.Version == 0
            ? ("停车规则。", "Parking rules. ")
            : ($"停车规则第 {policy.Version} 版，{TimeText.Minute(policy.EffectiveFrom, zone)} 起执行（决议 {policy.Resolution}）。", "Parking rules, "
                + $"version {policy.Version}, from {TimeText.Minute(policy.EffectiveFrom, zone)} (resolution {policy.Resolution}). ");
        return new(
            $"{zhHead}每户最多 {policy.MaxCars} 辆车：{zhFees}。租户：{policy.RentedFee} 元/月，随租期办理，最长 {policy.MaxRentedDays} 天。"
                + $"访客：{policy.VisitorFee} 元/天，最长 {policy.MaxVisitorDays} 天。不登记车牌。",
            $"{enHead}At most {policy.MaxCars} cars a household; {enFees}. Rented flats: {policy.RentedFee} yuan a month, for the time "
                + $"of the lease, at most {policy.MaxRentedDays} days. Visitors: {policy.VisitorFee} yuan a day, at most "
                + $"{policy.MaxVisitorDays} days. No licence plates are kept.");
    }

    /// <summary>The number with its doubt: <c>23 free, 4 more not known</c>; where it is all doubt, no number.</summary>
    public static Text Count(ZoneCounts counts) => counts.Doubtful == 0
        ? new($"空位 {counts.Free} 个", $"{counts.Free} free")
        : counts.FreeBays.IsUnknown ? new("空位多少不清楚，探头没有信号", "how many are free is not known: sensors are silent")
        : new($"空位 {counts.Free} 个，另有 {counts.Doubtful} 个情况不明", $"{counts.Free} free, {counts.Doubtful} more not known");
}
