using System.Globalization;
using Estate.Domain.Alerts;
using Estate.Domain.Devices;
using NodaTime;

namespace Estate.Web.Alerts;

/// <summary>Alerts as JSON and in words.</summary>
internal static class AlertViews
{
    /// <summary>What nobody has comes first, then the gravest, then the newest; last what is silenced.</summary>
    internal static IReadOnlyList<Alert> Sort(IEnumerable<Alert> alerts) =>
        [.. alerts.OrderBy(alert => alert.SilencedUntil is not null).ThenBy(alert => alert.State)
            .ThenByDescending(alert => alert.Severity).ThenByDescending(alert => alert.Since)];

    internal static object Json(Alert alert) => new
    {
        alert.Id,
        Device = alert.Key.Device.ToString(),
        alert.Key.Type,
        alert.Key.Component,
        Severity = WireName.Of(alert.Severity),
        State = WireName.Of(alert.State),
        Active = alert.IsActive,
        Latched = alert.IsLatched,
        Retro = alert.IsHistorical,
        Unstable = alert.IsFlapping,
        alert.Title,
        alert.Value,
        alert.Action,
        Since = alert.Since.ToString(),
        RaisedAt = alert.RaisedAt?.ToString(),
        AckBy = alert.AcknowledgedBy,
        AckAt = alert.AcknowledgedAt?.ToString(),
        alert.Note,
        ClearedAt = alert.ClearedAt?.ToString(),
        ClosedAt = alert.ClosedAt?.ToString(),
        alert.ClosedBy,
        CutOff = alert.SuppressedDevices,
        SilencedUntil = alert.SilencedUntil?.ToString(),
        alert.SilencedBy,
        alert.SilencedFor,
    };

    internal static string At(Instant at, DateTimeZone zone) => at.InZone(zone).ToString("MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    /// <summary>How long ago, roughly.</summary>
    internal static Text Ago(Duration passed) => passed.TotalMinutes switch
    {
        < 1 => new("刚刚", "just now"),
        < 60 => new($"{(int)passed.TotalMinutes} 分钟前", $"{(int)passed.TotalMinutes} min ago"),
        < 48 * 60 => new($"{(int)passed.TotalHours} 小时前", $"{(int)passed.TotalHours} h ago"),
        _ => new($"{(int)passed.TotalDays} 天前", $"{(int)passed.TotalDays} days ago"),
    };

    internal static Text Of(Severity severity) => severity switch
    {
        Severity.High => new("‼ 紧急", "‼ urgent"),
        Severity.Medium => new("! 重要", "! important"),
        _ => new("i 一般", "i minor"),
    };

    internal static Text Of(AlertState state) => state switch
    {
        AlertState.Open => new("无人处理", "nobody has it"),
        AlertState.Acknowledged => new("处理中", "somebody has it"),
        AlertState.Cleared => new("已恢复，待确认", "over, to be confirmed"),
        AlertState.Closed => new("已结束", "closed"),
        _ => new("等待中", "waiting"),
    };

    internal static Text Where(AlertKey key, DeviceNames names)
    {
        var name = names.Of(key.Device);
        return AlertTexts.PartOf(key.Component) is { } part ? new($"{name.Zh} {part.Zh}", $"{name.En} {part.En}") : name;
    }

    internal static Text Delivered(Adapters.Storage.DeliveryRow row) => (row.Settled, row.Problem) switch
    {
        (null, _) => new($"通知 {row.Notifier}：发送中", $"{row.Notifier}: on its way"),
        (_, null) => new($"通知 {row.Notifier}：已送达", $"{row.Notifier}: delivered"),
        (_, { } problem) => new($"通知 {row.Notifier}：失败（{problem}）", $"{row.Notifier}: failed ({problem})"),
    };
}
