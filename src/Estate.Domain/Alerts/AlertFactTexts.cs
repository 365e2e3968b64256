using Estate.Domain.Devices;
using NodaTime;

namespace Estate.Domain.Alerts;

/// <summary>One line of an alert's story.</summary>
internal static class AlertFactTexts
{
    internal static Text Of(AlertFact fact, DateTimeZone zone) => fact switch
    {
        AlertRaised one => one.IsHistorical ? new("事后得知（不通知）", "known only afterwards (nobody was told)") : new("报警", "raised"),
        AlertAcknowledged one => new($"{one.By} 接手{NoteSuffix(one.Note)}", $"{one.By} has it{NoteSuffix(one.Note)}"),
        AlertEscalated one => new($"无人处理，通知 {one.To.Zh}", $"nobody had it, told {one.To.En}"),
        AlertCleared => new("情况已恢复", "it is over"),
        AlertClosed { By: { } by } one => new($"{by} 复位", $"{by} reset it ({one.Reason})"),
        AlertClosed one => new("结束", $"closed ({one.Reason})"),
        ShiftHandedOver one =>
            new($"{one.By} 交班给 {one.To}{NoteSuffix(one.Note)}", $"{one.By} handed over to {one.To}{NoteSuffix(one.Note)}"),
        SilenceBegan one => new(
            $"{one.By} 静音 {one.Scope}，{Hour(one.From, zone)} 至 {Hour(one.Until, zone)}：{one.Reason}",
            $"{one.By} silenced {one.Scope} from {Hour(one.From, zone)} to {Hour(one.Until, zone)}: {one.Reason}"),
        SilenceEnded { By: { } by } one => new($"{by} 提前结束静音 {one.Scope}", $"{by} ended the silence of {one.Scope}"),
        SilenceEnded one => new($"静音到时结束 {one.Scope}", $"the silence of {one.Scope} is over"),
        _ => throw new ArgumentException(fact.GetType().Name, nameof(fact)),
    };

    private static string Hour(Instant at, DateTimeZone zone) =>
        at.InZone(zone).ToString("MM-dd HH:mm", System.Globalization.CultureInfo.InvariantCulture);

    private static string NoteSuffix(string? note) => string.IsNullOrWhiteSpace(note) ? "" : ": " + note;
}
