using Estate.Domain.Devices;

namespace Estate.Domain.Monitors;

/// <summary>A sensor's words.</summary>
internal static class MonitorTexts
{
    internal static Text Of(MonitorFact fact) => fact switch
    {
        SignChanged one => Of(one.Sign, one.IsActive),
        ButtonPressed one => new($"按钮被按下（{Press(one.How).Zh}）", $"The button was pressed ({Press(one.How).En})"),
        SelfTested => new("自检", "It was tested"),
        _ => throw new ArgumentException(fact.GetType().Name, nameof(fact)),
    };

    internal static Text NameOf(MonitorSign sign) => sign switch
    {
        MonitorSign.Open => new("门", "Door"),
        MonitorSign.Leak => new("漏水", "Water"),
        MonitorSign.Smoke => new("烟雾", "Smoke"),
        MonitorSign.Tampered => new("防拆", "Tamper"),
        _ => new("倾斜", "Tilt"),
    };

    internal static Text Of(MonitorSign sign, bool isActive) => (sign, isActive) switch
    {
        (MonitorSign.Open, true) => new("门打开了", "Open"),
        (MonitorSign.Open, false) => new("门关上了", "Closed"),
        (MonitorSign.Leak, true) => new("发现漏水", "Water leaks"),
        (MonitorSign.Leak, false) => new("不再漏水", "No water"),
        (MonitorSign.Smoke, true) => new("发现烟雾", "Smoke"),
        (MonitorSign.Smoke, false) => new("没有烟雾", "No smoke"),
        (MonitorSign.Tampered, true) => new("被拆动", "Moved or opened"),
        (MonitorSign.Tampered, false) => new("装好了", "In place"),
        (_, true) => new("倾斜", "Tilted"),
        _ => new("直立", "Upright"),
    };

    private static Text Press(string how) => how switch
    {
        "long" => new("长按", "long"),
        "double" => new("双击", "twice"),
        _ => new("短按", "short"),
    };
}
