using Estate.Domain.Devices;
using Estate.Domain.Notices;
using NodaTime;
using NodaTime.Text;

namespace Estate.Web.Notices;

/// <summary>A notice as somebody writes it: kept as it is where it is refused.</summary>
public sealed record NoticeDraft(string Title, string TitleEn, string Body, string BodyEn, string From, string Until)
{
    private const int UsualDays = 14;

    internal static NoticeDraft Empty(DateTimeZone zone, Instant now)
    {
        var today = now.InZone(zone).LocalDateTime;
        return new("", "", "", "", Minute(today), Minute(today.PlusDays(UsualDays)));
    }

    internal static NoticeDraft Of(IFormCollection form) => new(
        form["title"].ToString(), form["title_en"].ToString(), form["body"].ToString(), form["body_en"].ToString(),
        form["from"].ToString(), form["until"].ToString());

    /// <summary>In the other language it reads the same where it was written in one.</summary>
    internal static Text InBoth(string zh, string en)
    {
        var (first, second) = (zh.Trim(), en.Trim());
        return new(first.Length > 0 ? first : second, second.Length > 0 ? second : first);
    }

    /// <returns>The notice, or which field is wrong.</returns>
    internal (Notice? Notice, Text Mistake) Read(DateTimeZone zone, Instant now)
    {
        var from = From.Length == 0 ? now : At(From, zone);
        if (from is null || At(Until, zone) is not { } until)
            return (null, new("请填从何时到何时，如 2026-12-01T08:00", "from when until when, such as 2026-12-01T08:00"));
        return (new("", InBoth(Title, TitleEn), InBoth(Body, BodyEn), from.Value, until), default);
    }

    private static Instant? At(string text, DateTimeZone zone)
    {
        try
        {
            return LocalDateTimeConverter.Parse(text).InZoneLeniently(zone).ToInstant();
        }
        catch (FormatException)
        {
            return null;
        }
    }

    private static string Minute(LocalDateTime at) => LocalDateTimePattern.CreateWithInvariantCulture("uuuu-MM-dd'T'HH:mm").Format(at);
}
