using System.Text.Json.Serialization;
using Estate.Domain.Devices;
using Estate.Domain.Notices;
using NodaTime;

namespace Estate.Web.Notices;

/// <summary>A notice for everybody, times ISO 8601 UTC.</summary>
internal sealed record NoticeBody(string Id, Text Title, Text Text, string From, string Until)
{
    internal static NoticeBody Of(Notice one) => new(one.Id, one.Title, one.Body, one.From.ToString(), one.Until.ToString());
}

/// <summary>In one language or both; at once where no beginning is given.</summary>
internal sealed record NewNoticeBody(
    LocalDateTime Until, string Title = "", string TitleEn = "", string Text = "", string TextEn = "", LocalDateTime? From = null)
{
    internal PublishNotice ToRequest(DateTimeZone zone, Instant now) => new(new Notice(
        "", NoticeDraft.InBoth(Title, TitleEn), NoticeDraft.InBoth(Text, TextEn), From?.InZoneLeniently(zone).ToInstant() ?? now,
        Until.InZoneLeniently(zone).ToInstant()));
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, RespectRequiredConstructorParameters = true,
    RespectNullableAnnotations = true, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    Converters = [typeof(LocalDateTimeConverter)])]
[JsonSerializable(typeof(NewNoticeBody))]
internal sealed partial class NoticeBodies : JsonSerializerContext;
