using Estate.Domain.Alerts;
using Estate.Web.Shared.Charts;
using NodaTime;

namespace Estate.Web.Alerts;

/// <summary>The alerts of a shift by ten minutes, beside what one person can follow.</summary>
internal static class LoadChart
{
    private const int StepS = 600;

    internal static Chart Of(AlertLoad load, IReadOnlyList<int> byTenMinutes, DateTimeZone zone)
    {
        var begin = load.Period.Start.InZone(zone).LocalDateTime;
        return new(
            "by-ten-minutes", new("每十分钟的报警", "Alerts in each ten minutes"), new("时间", "Time"),
            TimeSlots.Of([.. byTenMinutes.Select((_, slot) => begin.PlusSeconds((long)slot * StepS))], StepS),
            [new(new("报警", "Alerts"), new("条", "alerts"), [.. byTenMinutes.Select(count => (double?)count)])])
        {
            Form = ChartForm.Bars,
            Goal = new(
                new($"一个人跟得上的：{AlertLoad.TargetInTenMinutes} 条", $"what one person can follow: {AlertLoad.TargetInTenMinutes}"),
                AlertLoad.TargetInTenMinutes),
        };
    }
}
