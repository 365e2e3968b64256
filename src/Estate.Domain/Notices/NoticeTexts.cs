using Estate.Domain.Devices;
using NodaTime;

namespace Estate.Domain.Notices;

/// <summary>Notices in sentences.</summary>
internal static class NoticeTexts
{
    internal static Text Of(NoticeFact fact, DateTimeZone zone) => fact switch
    {
        NoticePublished { Content: var one } => new(
            $"{one.Author} 发布通知“{one.Title.Zh}”，{TimeText.Minute(one.From, zone)} 到 {TimeText.Minute(one.Until, zone)}",
            $"{one.Author} published the notice \"{one.Title.En}\", {TimeText.Minute(one.From, zone)} to "
                + $"{TimeText.Minute(one.Until, zone)}"),
        NoticeWithdrawn one => new($"{one.By} 撤下了通知 {one.Notice}", $"{one.By} withdrew {one.Notice}"),
        NoticeRestored one => new($"{one.By} 恢复了通知 {one.Notice}", $"{one.By} put {one.Notice} back"),
        NoticeTold one => new($"通知 {one.Notice} 已推送", $"{one.Notice} was pushed to browsers"),
        _ => throw new ArgumentException(fact.GetType().Name, nameof(fact)),
    };
}
