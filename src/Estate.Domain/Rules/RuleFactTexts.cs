using Estate.Domain.Devices;
using NodaTime;

namespace Estate.Domain.Rules;

/// <summary>What rules did, in a sentence, with the values that decided.</summary>
internal static class RuleFactTexts
{
    internal static Text Of(RuleFact fact, DateTimeZone zone) => fact switch
    {
        RuleFired one => new(
            $"规则 {one.Rule} 第 {one.Version} 版触发{(one.IsQuiet ? "（不通知）" : "")}：{string.Join(", ", one.Seen)}，始于 {one.Since.Read(zone)}",
            $"Rule {one.Rule}, version {one.Version}, fired{(one.IsQuiet ? " (nobody is told)" : "")}: {string.Join(", ", one.Seen)}, so "
                + $"since {one.Since.Read(zone)}"),
        RuleCleared one => new($"规则 {one.Rule} 不再满足{Because(one.Reason)}", $"Rule {one.Rule} is over{Because(one.Reason)}"),
        RuleDisabled one => new($"规则 {one.Rule} 停用：{one.Problem}", $"Rule {one.Rule} went out of use: {one.Problem}"),
        RuleEnabled one => new($"规则 {one.Rule} 恢复使用（{one.By}）", $"Rule {one.Rule} is in use again ({one.By})"),
        RuleChanged one =>
            one.Written.Length == 0 ? new($"{one.By} 删除规则 {one.Rule}", $"{one.By} took rule {one.Rule} out")
            : new($"{one.By} 更新规则 {one.Rule}，第 {one.Version} 版", $"{one.By} made version {one.Version} of rule {one.Rule}"),
        RuleSilenced one =>
            one.Until is { } until
            ? new($"{one.By} 让规则 {one.Rule} 静音到 {until.Read(zone)}：{one.Reason}",
            $"{one.By} silenced rule {one.Rule} until {until.Read(zone)}: {one.Reason}") : new($"{one.By} 取消规则 {one.Rule} 的静音：{one.Reason}",
            $"{one.By} ended the silence of rule {one.Rule}: {one.Reason}"),
        _ => throw new ArgumentException(fact.GetType().Name, nameof(fact)),
    };

    private static string Because(string? reason) => reason is null ? "" : $" ({reason})";
}
