using NodaTime;

namespace Estate.Domain.Gate.Schedules;

/// <summary>Days of the week, short.</summary>
internal static class DayTexts
{
    private static readonly string[] Chinese = ["周一", "周二", "周三", "周四", "周五", "周六", "周日"];
    private static readonly string[] English = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

    internal static string Zh(IsoDayOfWeek day) => Chinese[(int)day - 1];

    internal static string En(IsoDayOfWeek day) => English[(int)day - 1];
}
