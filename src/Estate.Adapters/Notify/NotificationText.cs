using System.Globalization;
using System.Text;
using Estate.Domain.Alerts;
using Estate.Domain.Devices;
using NodaTime;

namespace Estate.Adapters.Notify;

/// <summary>A notification in plain words, Chinese first: what, where, since when, what was done automatically, who has it.</summary>
public sealed class NotificationText(Text estate, DateTimeZone zone, DeviceNames names)
{
    public string Subject(Notification told) => Subject(told.Alert, told.Kind);

    public string Subject(Alert alert, NotificationKind how)
    {
        var kind = KindOf(how);
        var where = Where(alert);
        var english = where.En == where.Zh ? "" : " " + where.En;
        return $"{estate.Zh} [{kind.Zh}] {alert.Title.Zh} {where.Zh} / [{kind.En}] {alert.Title.En}{english}";
    }

    public string Body(Notification told)
    {
        var text = new StringBuilder(Body(told.Alert)).Append('\n');
        Line(text, new("通知对象", "To"), told.To);
        return text.ToString().TrimEnd('\n');
    }

    public string Body(Alert alert)
    {
        var text = new StringBuilder();
        Line(text, new("小区", "Estate"), estate);
        Line(text, new("设备", "Device"), Where(alert));
        Line(text, new("位置", "Place"), names.PlaceOf(alert.Key.Device).Words);
        Line(text, new("开始", "Since"), Text.Same(alert.Since.InZone(zone).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture)));
        Line(text, new("数值", "Value"), InWords(alert.Value));
        Line(text, new("已处理", "Done"), InWords(alert.Action));
        if (!alert.SuppressedDevices.IsEmpty)
            Line(text, new("受影响", "Cut off"), names.Of(alert.SuppressedDevices));
        if (alert.IsFlapping)
            Line(text, new("说明", "Note"), new("反复出现，只通知一次", "comes and goes; told once"));
        if (alert.AcknowledgedBy is { } by)
            Line(text, new("处理人", "Has it"), Text.Same(by));
        return text.ToString().TrimEnd('\n');
    }

    /// <summary>Subject and body, for receivers that know no subject.</summary>
    public string Whole(Notification told, int maxBytes) => Cut(Subject(told) + "\n" + Body(told), maxBytes);

    /// <summary>Its beginning, in at most so many bytes of UTF-8.</summary>
    public static string Cut(string text, int maxBytes)
    {
        while (Encoding.UTF8.GetByteCount(text) > maxBytes)
            text = text[..(text.Length * 9 / 10)];
        return text;
    }

    public static Text KindOf(NotificationKind kind) => kind switch
    {
        NotificationKind.Raised => new("报警", "ALERT"),
        NotificationKind.Escalated => new("升级：无人处理", "ESCALATED, nobody has it"),
        NotificationKind.Cleared => new("已恢复", "OVER"),
        NotificationKind.Test => new("测试", "TEST"),
        _ => new("已复位", "RESET"),
    };

    private Text Where(Alert alert)
    {
        var name = names.Of(alert.Key.Device);
        return AlertTexts.PartOf(alert.Key.Component) is { } part ? new($"{name.Zh} {part.Zh}", $"{name.En} {part.En}") : name;
    }

    private Text? InWords(Text? said) => said is { } one ? names.InWords(one) : null;

    private static void Line(StringBuilder text, Text label, Text? value)
    {
        if (value is { } words)
            text.Append(label.Zh).Append(' ').Append(label.En).Append(": ")
                .Append(words.Zh == words.En ? words.Zh : $"{words.Zh} / {words.En}").Append('\n');
    }
}
