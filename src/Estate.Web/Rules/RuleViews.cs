using Estate.Domain.Devices;
using Estate.Domain.Rules;
using Estate.Web.Shared.Charts;
using NodaTime;

namespace Estate.Web.Rules;

/// <summary>Rules in words, and a trial as a chart's numbers.</summary>
internal static class RuleViews
{
    internal static Text State(RuleView rule, DateTimeZone zone) => rule switch
    {
        { Disabled: { } problem } => new($"已停用：{RuleErrorTexts.Of(problem).Zh}", $"Out of use: {problem}"),
        { SilencedUntil: { } until } =>
            new($"静音到 {until.Read(zone)}（{rule.SilencedFor}）", $"Silenced until {until.Read(zone)} ({rule.SilencedFor})"),
        { Status: RuleStatus.Firing } => new($"触发中：{Count(rule, RuleStatus.Firing)} 处", $"Firing: {Count(rule, RuleStatus.Firing)}"),
        { Status: RuleStatus.Pending } => new($"等待中：{Count(rule, RuleStatus.Pending)} 处", $"Waiting: {Count(rule, RuleStatus.Pending)}"),
        _ => new("正常", "Nothing is on"),
    };

    internal static Text State(RuleState one, Duration waits, DateTimeZone zone) => one.Status == RuleStatus.Firing
        ? new($"触发，始于 {one.Since.Read(zone)}。", $"firing since {one.Since.Read(zone)}.")
        : new($"满足条件，始于 {one.Since.Read(zone)}，要持续 {waits.Read()}。", $"so since {one.Since.Read(zone)}, must last for {waits.Read()}.");

    internal static Text Kind(string kind) => kind switch
    {
        "added" => new("＋ 多出", "+ added"),
        "removed" => new("－ 少了", "- removed"),
        _ => new("～ 不同", "~ changed"),
    };

    internal static string Line(Firing firing, DateTimeZone zone) =>
        $"{firing.At.Read(zone)} – {firing.EndedAt?.Read(zone) ?? "…"} {firing.Device} {firing.Component} {string.Join(", ", firing.Seen)}";

    /// <summary>Firings of each day as written now, beside those of the version in force where there is one.</summary>
    internal static Chart Days(BacktestReport report, DateTimeZone zone)
    {
        var (first, last) = (report.From.InZone(zone).Date, report.Until.InZone(zone).Date);
        var slots = TimeSlots.Days(first, last, last);
        var now = new ChartSeries(new("现在写的", "As written now"), new("次", "times"), Counts(report.Candidate));
        return new(
            "firings-by-day", new("每天触发次数", "Firings a day"), new("日期", "Day"), slots,
            report.InForce is { } before ? [now, new(new("正在用的", "In force"), now.Unit, Counts(before))] : [now])
        {
            Form = ChartForm.Bars,
        };

        IReadOnlyList<double?> Counts(BacktestSide side)
        {
            var days = ByDay(side, zone);
            return [.. slots.Select((_, index) => (double?)days.GetValueOrDefault(first.PlusDays(index)))];
        }
    }

    private static Dictionary<LocalDate, int> ByDay(BacktestSide side, DateTimeZone zone) =>
        side.Firings.CountBy(firing => firing.At.InZone(zone).Date).ToDictionary();

    private static int Count(RuleView rule, RuleStatus status) => rule.Active.Count(one => one.Status == status);
}
