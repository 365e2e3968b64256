using Estate.Domain.Devices;

namespace Estate.Domain.Monitors;

/// <summary>A sensor's words.</summary>
internal static class MonitorTexts
{
    internal static Text Of(MonitorFact fact) => fact switch
    {
        SignChanged { IsActive: true, Picture: { } picture } one =>
            new($"{Of(one.Sign, true).Zh}（图片编号 {picture}）", $"{Of(one.Sign, true).En} (picture {picture})"),
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
        MonitorSign.HeldOpen => new("久开", "Held open"),
        MonitorSign.EBike => new("电动车", "E-bike"),
        MonitorSign.BikeBattery => new("电动车电池", "E-bike battery"),
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
        (MonitorSign.HeldOpen, true) => new("门开太久", "The door stands open too long"),
        (MonitorSign.HeldOpen, false) => new("门不再久开", "The door no longer stands open"),
        (MonitorSign.EBike, true) => new("电动车进楼", "An e-bike was seen"),
        (MonitorSign.EBike, false) => new("没有电动车", "No e-bike"),
        (MonitorSign.BikeBattery, true) => new("电动车电池进楼", "An e-bike battery was seen"),
        (MonitorSign.BikeBattery, false) => new("没有电动车电池", "No e-bike battery"),
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
