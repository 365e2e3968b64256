using Estate.District.Reports;

namespace Estate.District.Pages;

/// <summary>How attention looks: in words, by a shape of its own, and by a colour for those who see it.</summary>
internal static class Marks
{
    internal static string TextOf(Attention attention, Language language) => attention switch
    {
        Attention.Alarm => language.Pick("⚠ 有严重报警，无人处理", "⚠ Serious alerts that nobody has taken"),
        Attention.Unheard => language.Pick("? 一小时以上没有消息", "? Nothing heard for an hour or more"),
        Attention.Refused => language.Pick("✕ 七天内有消息没有收下", "✕ Messages were refused within seven days"),
        Attention.Look => language.Pick("• 有报警或失联设备", "• Alerts or silent devices"),
        _ => language.Pick("✓ 正常", "✓ In order"),
    };

    internal static string ClassOf(Attention attention) => attention switch
    {
        Attention.Alarm => "alarm",
        Attention.Unheard => "unheard",
        Attention.Refused => "refused",
        Attention.Look => "look",
        _ => "",
    };

    /// <summary>A triangle, a diamond, a cross, a square, and a circle for what is in order; around 0 0, 60 wide.</summary>
    internal static string ShapeOf(Attention attention) => attention switch
    {
        Attention.Alarm => "M0-32L32 28H-32Z",
        Attention.Unheard => "M0-32L32 0L0 32L-32 0Z",
        Attention.Refused => "M-32-20L-20-32L0-12L20-32L32-20L12 0L32 20L20 32L0 12L-20 32L-32 20L-12 0Z",
        Attention.Look => "M-26-26H26V26H-26Z",
        _ => "M-26 0A26 26 0 1 1 26 0A26 26 0 1 1-26 0Z",
    };
}
