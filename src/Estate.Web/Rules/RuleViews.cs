using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Estate.Domain.Devices;
using Estate.Domain.Rules;
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

    /// <summary>For each day its date, firings as written now, and of the version in force (left out where there is none).</summary>
    internal static string Days(BacktestReport report, DateTimeZone zone)
    {
        var (now, before) = (ByDay(report.Candidate, zone), report.InForce is { } side ? ByDay(side, zone) : null);
        var days = new JsonArray();
        for (var day = report.From.InZone(zone).Date; day <= report.Until.InZone(zone).Date; day = day.PlusDays(1))
            days.Add(
                new JsonArray(
                    [day.ToString("uuuu-MM-dd", CultureInfo.InvariantCulture), now.GetValueOrDefault(day), .. before is null
                    ? Array.Empty<JsonNode>() : [before.GetValueOrDefault(day)]]));
        return days.ToJsonString(JsonSerializerOptions.Web);
    }

    private static Dictionary<LocalDate, int> ByDay(BacktestSide side, DateTimeZone zone) =>
        side.Firings.CountBy(firing => firing.At.InZone(zone).Date).ToDictionary();

    private static int Count(RuleView rule, RuleStatus status) => rule.Active.Count(one => one.Status == status);
}
