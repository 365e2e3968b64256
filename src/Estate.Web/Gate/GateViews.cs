using System.Collections.Immutable;
using System.Globalization;
using Estate.Domain.Devices;
using Estate.Domain.Gate;
using Estate.Domain.Gate.Schedules;
using NodaTime;

namespace Estate.Web.Gate;

/// <summary>A gate's hours as pages and the API show them.</summary>
internal static class GateViews
{
    internal static IReadOnlyList<StripDay> Strip(ImmutableArray<GateSchedule> versions, LocalDate first, DateTimeZone zone)
    {
        var nights = ScheduleForecast.Nights(versions, first, zone);
        return [.. ScheduleForecast.Of(versions, first, zone).SelectMany(PerDay).GroupBy(piece => piece.Date)
            .Select(day => new StripDay(day.Key, [.. day.Select(piece => piece.Piece)], nights[day.Key]))];
    }

    /// <summary>What a proposal would change in the fortnight from its effective day (or today) on.</summary>
    internal static object Preview(ImmutableArray<GateSchedule> versions, ScheduleProposal proposal, LocalDate today, DateTimeZone zone)
    {
        var (first, decided) = Decided(versions, proposal, today, zone);
        var after = ScheduleForecast.Nights(decided, first, zone);
        var changes = ScheduleForecast.Changes(ScheduleForecast.Nights(versions, first, zone), after);
        return new
        {
            From = Iso(first),
            ScheduleForecast.Days,
            Changes = changes.Select(change =>
                new { Date = Iso(change.Date), change.Before, change.After, Text = ScheduleChangeTexts.Of(change) }),
            proposal.Revokes,
            Access = AccessChange(versions.Latest(), decided.Latest()),
            Nights = after.OrderBy(night => night.Key).Select(night => new { Date = Iso(night.Key), Closed = night.Value }),
        };
    }

    /// <summary>As <see cref="Preview"/>, for people: the nights that change, in words.</summary>
    internal static IReadOnlyList<Text> Changes(
        ImmutableArray<GateSchedule> versions, ScheduleProposal proposal, LocalDate today, DateTimeZone zone)
    {
        var (first, decided) = Decided(versions, proposal, today, zone);
        return [.. ScheduleForecast.Changes(ScheduleForecast.Nights(versions, first, zone), ScheduleForecast.Nights(decided, first, zone))
            .Select(ScheduleChangeTexts.Of)];
    }

    /// <summary>What is decided for later, as what it changes.</summary>
    internal static IReadOnlyList<Text> Coming(ImmutableArray<GateSchedule> versions, Instant now, DateTimeZone zone) =>
        [.. versions.Where(version => version.EffectiveFrom > now).Select(version =>
            GateTexts.Change(versions.RemoveAll(other => other.EffectiveFrom >= version.EffectiveFrom), version, zone))];

    /// <summary>From when to look, and the versions there would be.</summary>
    private static (LocalDate First, ImmutableArray<GateSchedule> Versions) Decided(
        ImmutableArray<GateSchedule> versions, ScheduleProposal proposal, LocalDate today, DateTimeZone zone)
    {
        var effective = proposal.Schedule.EffectiveFrom.InZone(zone).Date;
        return (effective > today ? effective : today, proposal.Revokes is { } revoked
            ? versions.RemoveAll(version => version.Version == revoked)
            : versions.Add(proposal.Schedule with { Version = int.MaxValue }));
    }

    internal static object Of(GateSchedule schedule, DateTimeZone zone) => new
    {
        schedule.Version,
        EffectiveFrom = schedule.EffectiveFrom == Instant.MinValue ? null : Local(schedule.EffectiveFrom, zone),
        Closed = schedule.Weekly.Select(line => line.ToString()),
        Exceptions = schedule.Exceptions.Select(one =>
            new
            {
                one.Name,
                First = Iso(one.First),
                Last = Iso(one.Last),
                one.Priority,
                Closed = one.Lines.Select(line => line.ToString())
            }),
        Default = WireName.Of(schedule.Default),
        OpenMeans = WireName.Of(schedule.OpenMeans),
        ClosedMeans = WireName.Of(schedule.ClosedMeans),
        schedule.Resolution,
        Notice = GateTexts.Notice(schedule, zone),
    };

    internal static object Of(GateState state, ClockReading now, DateTimeZone zone) => new
    {
        DoorStatus = WireName.Of(state.DoorStatus),
        LockStatus = WireName.Of(state.LockStatus),
        SecuredStatus = WireName.Of(state.SecuredStatus),
        DoorAlarmState = WireName.Of(state.AlarmState),
        Alarms = state.Alarms.Select(WireName.Of),
        Authority = WireName.Of(state.Authority),
        Access = WireName.Of(state.Access),
        ClockTrust = WireName.Of(now.Clock),
        InForce = Of(state.Versions.At(now.At), zone),
        Decided = state.Versions.Where(version => version.EffectiveFrom > now.At).Select(version => Of(version, zone)),
        Proposals = state.Proposals.Select(proposal => new { proposal.Id, proposal.Revokes, Schedule = Of(proposal.Schedule, zone) }),
    };

    internal static object Of(ClosingReported report, DateTimeZone zone) => new
    {
        From = Local(report.Watch.From, zone),
        Until = Local(report.Watch.Until!.Value, zone),
        report.Watch.Version,
        report.ScheduledMinutes,
        ToldMinutes = Minutes(report.Watch.CommandedSeconds),
        SecuredMinutes = Minutes(report.Watch.SecuredSeconds),
        UnsecuredMinutes = Minutes(report.Watch.UnsecuredSeconds),
        DeviationMinutes = Minutes(report.Watch.DeviationSeconds),
        UnwatchedMinutes = Math.Max(0, report.ScheduledMinutes - Minutes(report.Watch.WatchedSeconds)),
        Text = Sentence(report),
    };

    /// <summary>The morning's sentence: how long it should have been shut, and how long it was.</summary>
    internal static Text Sentence(ClosingReported report)
    {
        var (told, deviation) = (Minutes(report.Watch.CommandedSeconds), Minutes(report.Watch.DeviationSeconds));
        var unwatched = Math.Max(0, report.ScheduledMinutes - Minutes(report.Watch.WatchedSeconds));
        var isSensed = report.Watch.SecuredSeconds + report.Watch.UnsecuredSeconds > 0;
        var (foundZh, foundEn) = isSensed
            ? ($"实测锁闭 {Minutes(report.Watch.SecuredSeconds)} 分钟，偏差 {deviation} 分钟",
                $"found shut and locked for {Minutes(report.Watch.SecuredSeconds)}, deviation {deviation} minutes")
            : ("没有检测装置，无实测", "no sensors, so not measured");
        var (gapZh, gapEn) = unwatched > 0 ? ($"；其中 {unwatched} 分钟无记录", $"; {unwatched} minutes not watched") : ("", "");
        return new(
            $"应关闭 {report.ScheduledMinutes} 分钟，指令锁闭 {told} 分钟，{foundZh}{gapZh}",
            $"{report.ScheduledMinutes} minutes to be closed, told to lock for {told}, {foundEn}{gapEn}");
    }

    internal static string Local(Instant at, DateTimeZone zone) =>
        at.InZone(zone).LocalDateTime.ToString("uuuu-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture);

    private static object? AccessChange(GateSchedule before, GateSchedule after) =>
        before.OpenMeans == after.OpenMeans && before.ClosedMeans == after.ClosedMeans ? null : new
        {
            OpenMeans = WireName.Of(after.OpenMeans),
            ClosedMeans = WireName.Of(after.ClosedMeans),
            Text = new Text(
                $"关闭时{GateTexts.OfAccess(after.ClosedMeans).Zh}（原{GateTexts.OfAccess(before.ClosedMeans).Zh}），"
                    + $"其余时间{GateTexts.OfAccess(after.OpenMeans).Zh}（原{GateTexts.OfAccess(before.OpenMeans).Zh}）",
                $"while closed: {GateTexts.OfAccess(after.ClosedMeans).En} (was {GateTexts.OfAccess(before.ClosedMeans).En}); otherwise "
                    + $"{GateTexts.OfAccess(after.OpenMeans).En} (was {GateTexts.OfAccess(before.OpenMeans).En})"),
        };

    private static IEnumerable<(LocalDate Date, StripPiece Piece)> PerDay(ForecastSpan span)
    {
        for (var from = span.From; from < span.Until;)
        {
            var midnight = from.Date.PlusDays(1).AtMidnight();
            var until = span.Until < midnight ? span.Until : midnight;
            yield return (from.Date, new(MinuteOf(from), until == midnight ? DayLine.MinutesPerDay : MinuteOf(until), span.Access));
            from = until;
        }
    }

    private static int MinuteOf(LocalDateTime local) => (local.Hour * 60) + local.Minute;

    internal static int Minutes(double seconds) => (int)Math.Round(seconds / 60);

    internal static string Iso(LocalDate date) => date.ToString("uuuu-MM-dd", CultureInfo.InvariantCulture);
}
