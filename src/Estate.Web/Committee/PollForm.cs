using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Estate.Domain.Devices;
using Estate.Domain.People;
using Estate.Web.Gate;
using Estate.Web.Points;
using Estate.Web.Shared;
using NodaTime;

namespace Estate.Web.Committee;

/// <summary>A poll as a form holds it.</summary>
internal static class PollForm
{
    /// <summary>What most questions offer; the first is the yes.</summary>
    internal const string YesOrNo = "同意 | I agree\n不同意 | I do not agree";

    /// <returns>The poll, or which field is wrong.</returns>
    internal static (Poll? Poll, Text Mistake) Read(IFormCollection form, DateTimeZone zone)
    {
        if (!int.TryParse(form["quorum"].ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out var quorum))
            return (null, new("最低参与户数要填整数", "the quorum is a whole number of households"));
        if (At(form["opens"].ToString(), zone) is not { } opens || At(form["closes"].ToString(), zone) is not { } closes)
            return (null, new("请填开始和截止时间，如 2026-12-01T08:00", "when it opens and when it ends, such as 2026-12-01T08:00"));
        PollConsequence? consequence = form["target"].ToString() is { Length: > 0 } target ? new(target, form["body"].ToString()) : null;
        if (consequence is not null && MistakeIn(consequence) is { } mistake)
            return (null, mistake);
        var options = form["options"].ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(TextOf);
        var (title, explanation) = (TextOf(form["title"].ToString()), TextOf(form["explanation"].ToString()));
        return (new("", title, explanation, [.. options], opens, closes, quorum) { Consequence = consequence }, default);
    }

    private static Text? MistakeIn(PollConsequence consequence)
    {
        try
        {
            PollFollowUp.RequestOf(consequence);
            return null;
        }
        catch (JsonException mistake)
        {
            JsonTypeInfo schema = consequence.Target == PollFollowUp.Points
                ? PolicyBodies.Default.PolicyBody : GateBodies.Default.ScheduleBody;
            var said = BodyErrorTexts.Of(mistake, schema);
            return new($"附带的草案有误：{said.Zh}", $"the draft it carries cannot be used: {said.En}");
        }
        catch (Exception mistake) when (mistake is FormatException or ArgumentException)
        {
            return new("附带的草案写给 points 或一扇门，如 gate/s-gate", "the draft it carries is for points or a gate, such as gate/s-gate");
        }
    }

    /// <summary>Chinese, and English behind a bar: <c>同意 | I agree</c>.</summary>
    private static Text TextOf(string line)
    {
        var parts = line.Trim().Split('|', 2, StringSplitOptions.TrimEntries);
        return parts.Length == 2 ? new(parts[0], parts[1]) : Text.Same(parts[0]);
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
}
