using Estate.Domain.Devices;
using Estate.Domain.Notices;
using NodaTime;

namespace Estate.Web.Notices;

/// <summary>Notices in words.</summary>
internal static class NoticeViews
{
    internal static Text Heading { get; } = new("通知", "Notices");

    internal static Text StateOf(NoticeStanding one, Instant now) => one.IsOverAt(now) ? new("已过期", "over")
        : one.IsWithdrawn ? new("已撤下", "withdrawn")
        : one.Notice.From > now ? new("还没到时间", "not shown yet") : new("正在显示", "shown now");

    /// <summary>In which language somebody wrote it: readers aloud have to know.</summary>
    internal static string CodeOf(string text) => text.Any(letter => letter is >= '一' and <= '鿿') ? "zh-CN" : "en";

    /// <summary>Its beginning, for a list.</summary>
    internal static string Beginning(string text, int most)
    {
        var line = text.ReplaceLineEndings(" ");
        return line.Length <= most ? line : line[..most] + "…";
    }

    /// <summary>Once where it is the same in both languages.</summary>
    internal static IEnumerable<string> Both(Text text) => text.Zh == text.En ? [text.Zh] : [text.Zh, text.En];
}
