using Estate.Domain.Devices;

namespace Estate.Domain.Parking;

/// <summary>The lot's words for residents and staff, in Chinese and English.</summary>
public static class ParkingWords
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

    /// <summary>The number with its doubt: <c>23 free, 4 not known</c>.</summary>
    public static Text Count(ZoneCounts counts) => counts.Doubtful == 0
        ? new($"空位 {counts.Free} 个", $"{counts.Free} free")
        : new($"空位 {counts.Free} 个，另有 {counts.Doubtful} 个情况不明", $"{counts.Free} free, {counts.Doubtful} more not known");
}
