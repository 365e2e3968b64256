using System.Globalization;
using Estate.Domain.Devices;
using NodaTime;

namespace Estate.Domain.Sweeper;

/// <summary>A sweeper's words.</summary>
internal static class SweeperTexts
{
    internal static Text Of(SweeperActivity? activity) => activity switch
    {
        SweeperActivity.Idle => new("待命", "waiting"),
        SweeperActivity.Charging => new("充电中", "at its dock, charging"),
        SweeperActivity.Sweeping => new("清扫中", "sweeping"),
        SweeperActivity.Returning => new("回充电座", "on its way to the dock"),
        SweeperActivity.Stopped => new("已停下", "stopped"),
        SweeperActivity.Stuck => new("卡住", "stuck"),
        _ => new("未知", "unknown"),
    };

    internal static Text Of(SweeperFact fact, DateTimeZone zone) => fact switch
    {
        SweeperChanged one => new($"{Of(one.Activity).Zh}{At(one.Zone)}", $"It is {Of(one.Activity).En}{At(one.Zone)}"),
        SweeperBinChanged { IsFull: true } => new("尘箱满", "Its bin is full"),
        SweeperBinChanged => new("尘箱已清空", "Its bin was emptied"),
        RouteSwept one => new(
            string.Create(CultureInfo.InvariantCulture, $"扫完路线 {one.Route}，{one.AreaM2:0} 平方米"),
            string.Create(CultureInfo.InvariantCulture, $"It has swept the route {one.Route}, {one.AreaM2:0} m²")),
        SweeperStopOrdered one => new($"{one.By} 让它停下：{one.Reason}", $"{one.By} stopped it: {one.Reason}"),
        SweeperLetGo one => new($"{one.By} 让它继续：{one.Reason}", $"{one.By} let it go on: {one.Reason}"),
        SweeperZonePaused one => new(
            $"{one.By} 暂停区域 {one.Zone}，到 {TimeText.Minute(one.Until, zone)}",
            $"{one.By} paused the zone {one.Zone} until {TimeText.Minute(one.Until, zone)}"),
        SweeperZoneOpened { By: { } by } one => new($"{by} 恢复区域 {one.Zone}", $"{by} opened the zone {one.Zone} again"),
        SweeperZoneOpened one => new($"区域 {one.Zone} 恢复", $"The zone {one.Zone} is open again"),
        SweeperDisobeyed { IsActive: true } => new("应当停下，还在动", "It should stand and still moves"),
        SweeperDisobeyed => new("停下了", "It stands"),
        _ => throw new ArgumentException(fact.GetType().Name, nameof(fact)),
    };

    private static string At(string? zone) => zone is null ? "" : $" ({zone})";
}
