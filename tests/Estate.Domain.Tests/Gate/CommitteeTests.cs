using Estate.Domain.Devices;
using Estate.Domain.Gate;
using Estate.Domain.Gate.Schedules;
using Estate.TestKit;
using NodaTime;
using Xunit;
using static Estate.TestKit.TestGate;

namespace Estate.Domain.Tests.Gate;

/// <summary>How hours are decided, and what is refused.</summary>
public sealed class CommitteeTests
{
    private static readonly LocalDateTime Thursday = new(2026, 3, 5, 12, 0);
    private static readonly ScheduleDraft LongerFriday = new() { Weekly = WeeklyLine.ParseAll("sat-thu 23:00-05:00; fri 23:30-05:00") };

    private readonly TestGate _gate = new();

    [Fact]
    public void A_version_approved_by_a_second_person_holds_from_its_effective_time()
    {
        var proposed = _gate.Ask(new ProposeSchedule(SGate, LongerFriday, "2026-17", Thursday), "chair");
        Assert.Equal(("proposed", "p1"), (proposed.Result, proposed.Detail));
        Assert.Equal("second_person_needed", _gate.Ask(new ApproveSchedule(SGate, "p1"), "Chair").Reason);
        var approved = _gate.Ask(new ApproveSchedule(SGate, "p1"), "secretary");
        Assert.Equal("approved", approved.Result);
        Assert.Contains("第 1 版，2026-03-05 12:00 起执行（决议 2026-17）", approved.Text.Zh, StringComparison.Ordinal);
        Assert.StartsWith(
            "Fri 6 Mar: closed 23:30–05:00 instead of 23:00, and every Fri after. ", approved.Text.En, StringComparison.Ordinal);

        var fact = Assert.Single(_gate.Facts<ScheduleApproved>());
        Assert.Equal(approved.Text, fact.Change);
        Assert.Contains("Fri 23:30–05:00 closed", fact.Notice.En, StringComparison.Ordinal);
        Assert.Contains("You can leave at any time.", fact.Notice.En, StringComparison.Ordinal);
        var decided = fact.Schedule;
        Assert.Equal(("chair", "secretary", "2026-17", 1), (decided.Author, decided.Approver, decided.Resolution, decided.Version));
        Assert.True(decided.IsIntact);
        _gate.Now = _gate.At(2026, 3, 6, 23, 15);
        _gate.Tick();
        Assert.Equal(1, Assert.Single(_gate.Facts<ScheduleTookEffect>()).Version);
        Assert.Equal(AccessEvent.Granted, _gate.Card());
        _gate.Now = _gate.At(2026, 3, 6, 23, 30);
        Assert.Equal(AccessEvent.DeniedOutOfTimeRange, _gate.Card());
    }

    [Fact]
    public void The_old_version_holds_before_the_effective_time()
    {
        Decide(LongerFriday, new LocalDateTime(2026, 3, 6, 23, 10));
        _gate.Now = _gate.At(2026, 3, 6, 23, 9, 59);
        Assert.Equal(AccessEvent.DeniedOutOfTimeRange, _gate.Card());
        _gate.Now = _gate.At(2026, 3, 6, 23, 10);
        Assert.Equal(AccessEvent.Granted, _gate.Card());
        Assert.Equal(GateValue.Closed, _gate.State.Versions.At(_gate.At(2026, 3, 6, 23, 5)).At(_gate.At(2026, 3, 6, 23, 5), _gate.Zone));
    }

    [Theory]
    [InlineData("2026-03-04T11:59:00", "r", "effective_in_the_past", "the effective time must be in the future")]
    [InlineData("2026-03-05T12:00:00", " ", "resolution_needed", "resolution")]
    public void An_invalid_proposal_is_refused_with_an_explanation(string from, string resolution, string reason, string part)
    {
        var answer = _gate.Ask(
            new ProposeSchedule(SGate, LongerFriday, resolution, NodaTime.Text.LocalDateTimePattern.GeneralIso.Parse(from).Value));
        Assert.Equal(reason, answer.Reason);
        Assert.Contains(part, answer.Text.En, StringComparison.Ordinal);
        Assert.NotEqual(answer.Text.En, answer.Text.Zh);
        Assert.Equal(0, _gate.State.Versions.Latest().Version);
    }

    [Theory]
    [InlineData("23:00-05:00; fri 23:30-05:00", "Thu 23:00–05:00 and")]
    [InlineData("sun 23:00-09:00; mon 08:00-10:00", "overlap")]
    public void Lines_that_overlap_are_refused(string lines, string part)
    {
        var answer = _gate.Ask(new ProposeSchedule(SGate, new() { Weekly = WeeklyLine.ParseAll(lines) }, "r", Thursday));
        Assert.Equal("bad_schedule", answer.Reason);
        Assert.Contains("overlap", answer.Text.En, StringComparison.Ordinal);
        Assert.True(
            answer.Text.En.Contains(part, StringComparison.Ordinal) || lines.StartsWith("23:00", StringComparison.Ordinal), answer.Text.En);
    }

    [Fact]
    public void Exceptions_that_contradict_are_refused()
    {
        DatedException One(string name, int priority, params DayLine[] lines) =>
            new(name, new(2026, 6, 1), new(2026, 6, 3), [.. lines], priority);
        string? Refusal(params DatedException[] exceptions) =>
            _gate.Ask(new ProposeSchedule(SGate, new() { Exceptions = [.. exceptions] }, "r", Thursday)).Text.En;

        Assert.Contains("same priority", Refusal(One("a", 8), One("b", 8)), StringComparison.Ordinal);
        Assert.Contains("priority 17", Refusal(One("a", 17)), StringComparison.Ordinal);
        Assert.Contains(
            "overlap", Refusal(One("a", 8, DayLine.Parse("20:00-23:00"), DayLine.Parse("22:00-23:30"))), StringComparison.Ordinal);
        Assert.Contains(
            "overlap", Refusal(One("a", 8, DayLine.Parse("04:00-06:00"), DayLine.Parse("23:00-05:00"))), StringComparison.Ordinal);
        Assert.Contains(
            "must not end before", Refusal(new DatedException("a", new(2026, 6, 3), new(2026, 6, 1), [])), StringComparison.Ordinal);
        Assert.Contains("needs a name", Refusal(new DatedException(" ", new(2026, 6, 3), new(2026, 6, 3), [])), StringComparison.Ordinal);
        Assert.Empty(_gate.State.Proposals);
    }

    [Fact]
    public void A_proposal_may_be_withdrawn_and_an_overtaken_one_is_outdated()
    {
        _gate.Ask(new ProposeSchedule(SGate, LongerFriday, "r1", Thursday), "chair");
        _gate.Ask(new ProposeSchedule(SGate, new() { ClosedMeans = GateAccess.CardRequired }, "r2", Thursday.PlusDays(1)), "chair");
        Assert.Equal("withdrawn", _gate.Ask(new WithdrawSchedule(SGate, "p1"), "chair").Result);
        Assert.Equal("no_such_proposal", _gate.Ask(new ApproveSchedule(SGate, "p1"), "secretary").Reason);
        _gate.Ask(new ProposeSchedule(SGate, LongerFriday, "r3", Thursday), "chair");
        Assert.Equal("approved", _gate.Ask(new ApproveSchedule(SGate, "p3"), "secretary").Result);
        Assert.Equal("outdated", _gate.Ask(new ApproveSchedule(SGate, "p2"), "secretary").Reason);
        Assert.Equal("effective_too_early", _gate.Ask(new ProposeSchedule(SGate, LongerFriday, "r4", Thursday), "chair").Reason);
    }

    [Fact]
    public void A_future_version_is_revoked_by_two_people_and_its_number_is_never_reused()
    {
        Decide(LongerFriday, Thursday);
        Decide(new() { ClosedMeans = GateAccess.CardRequired }, Thursday.PlusDays(2));
        Assert.Equal("resolution_needed", _gate.Ask(new RevokeSchedule(SGate, 2, ""), "chair").Reason);
        Assert.Equal("not_coming", _gate.Ask(new RevokeSchedule(SGate, 7, "r"), "chair").Reason);
        Assert.Equal("not_coming", _gate.Ask(new RevokeSchedule(SGate, 0, "r"), "chair").Reason);
        Assert.Equal(
            ("proposed", "p3"),
            (_gate.Ask(new RevokeSchedule(SGate, 2, "2026-20"), "chair") is var answer ? answer.Result : "", answer.Detail));
        Assert.Equal(2, _gate.State.Versions.Latest().Version);
        Assert.Equal("second_person_needed", _gate.Ask(new ApproveSchedule(SGate, "p3"), "chair").Reason);
        var revoked = _gate.Ask(new ApproveSchedule(SGate, "p3"), "secretary");
        Assert.Equal("revoked", revoked.Result);
        Assert.Contains("已撤销（决议 2026-20）", revoked.Text.Zh, StringComparison.Ordinal);
        Assert.Equal(1, _gate.State.Versions.Latest().Version);
        Assert.Equal(
            ("chair", "secretary", 2),
            (_gate.Facts<ScheduleRevoked>().Single() is var fact ? fact.Author : "", fact.Approver, fact.Version));
        // The way is free again, and for an earlier time.
        Decide(new() { ClosedMeans = GateAccess.CardRequired }, Thursday.PlusHours(1));
        Assert.Equal(3, _gate.State.Versions.Latest().Version);
    }

    [Fact]
    public void A_version_in_force_by_the_second_approval_is_not_revoked()
    {
        Decide(LongerFriday, Thursday);
        _gate.Ask(new RevokeSchedule(SGate, 1, "r"), "chair");
        _gate.Now = _gate.At(2026, 3, 5, 12, 0);
        Assert.Equal("not_coming", _gate.Ask(new ApproveSchedule(SGate, "p2"), "secretary").Reason);
        Assert.Equal(1, _gate.State.Versions.Latest().Version);
    }

    [Fact]
    public void An_approval_that_comes_after_the_effective_time_is_too_late()
    {
        _gate.Ask(new ProposeSchedule(SGate, LongerFriday, "r", Thursday), "chair");
        _gate.Now = _gate.At(2026, 3, 5, 12, 0);
        Assert.Equal("effective_time_passed", _gate.Ask(new ApproveSchedule(SGate, "p1"), "secretary").Reason);
    }

    [Fact]
    public void Imported_holidays_become_a_proposal_that_changes_nights_only()
    {
        Decide(new() { Weekly = WeeklyLine.ParseAll("sun-thu 23:00-05:00; fri,sat 23:30-05:00") }, Thursday);
        _gate.Now = _gate.At(2026, 3, 6, 12, 0);
        var calendar = new HolidayCalendar(2026, [
            new("元旦", new(2026, 1, 1), true), new("清明节", new(2026, 4, 4), true), new("清明节", new(2026, 4, 5), true),
            new("清明节", new(2026, 4, 6), true),
            new("劳动节", new(2026, 5, 1), true), new("劳动节", new(2026, 5, 4), true), new("劳动节", new(2026, 5, 9), false)]);
        var answer = _gate.Ask(new ProposeHolidays(SGate, calendar, null, "2026-18", new(2026, 3, 8, 0, 0)), "chair");
        Assert.Equal("proposed", answer.Result);
        Assert.Empty(_gate.State.Versions.Latest().Exceptions);
        // Sunday and Monday of Qingming like Saturday; Friday 1 May is already long, the worked Saturday 9 May is short.
        Assert.Equal(
            ["清明节 04-05..04-06 23:30-05:00", "劳动节 05-04..05-04 23:30-05:00", "劳动节（补班 make-up day） 05-09..05-09 23:00-05:00"],
            _gate.State.Proposals.Single().Schedule.Exceptions.Select(one =>
                $"{one.Name} {one.First:MM-dd}..{one.Last:MM-dd} {string.Join(',', one.Lines)}"));
        _gate.Ask(new ApproveSchedule(SGate, answer.Detail!), "secretary");
        Assert.Equal("nothing_changes", new TestGate().Ask(new ProposeHolidays(SGate, calendar, null, "r", new(2026, 3, 8, 0, 0))).Reason);
    }

    [Fact]
    public void A_corrected_notice_replaces_only_imported_exceptions()
    {
        var own = new DatedException("清明节", new(2026, 4, 5), new(2026, 4, 5), [DayLine.Parse("22:00-06:00")]);
        Decide(new() { Weekly = WeeklyLine.ParseAll("sun-thu 23:00-05:00; fri,sat 23:30-05:00"), AddedExceptions = [own] }, Thursday);
        HolidayCalendar Notice(params (int Month, int Day)[] days) =>
            new(2026, [.. days.Select(day => new HolidayDay("清明节", new(2026, day.Month, day.Day), true))]);
        Import(Notice((4, 5), (4, 6), (4, 7)), 8);
        Assert.Equal(["04-05..04-05 p8", "04-05..04-07 p12"], Exceptions());
        // Their own line outranks the notice on its date.
        Assert.Equal(
            "22:00–06:00", ScheduleForecast.Nights(_gate.State.Versions, new(2026, 4, 5), _gate.Zone, 1)[new(2026, 4, 5)].Single());
        _gate.Now = _gate.At(2026, 4, 6, 12, 0);
        Import(Notice((4, 5), (4, 6)), 40);
        // What was withdrawn goes, what has happened stays.
        Assert.Equal(["04-05..04-05 p8", "04-05..04-05 p12", "04-06..04-06 p12"], Exceptions());
        Assert.Equal(
            "nothing_changes", _gate.Ask(new ProposeHolidays(SGate, Notice((4, 5), (4, 6)), null, "r", new(2026, 5, 8, 0, 0))).Reason);

        void Import(HolidayCalendar notice, int inDays)
        {
            var id = _gate.Ask(new ProposeHolidays(SGate, notice, null, "r", Thursday.PlusDays(inDays)), "chair").Detail!;
            Assert.Equal("approved", _gate.Ask(new ApproveSchedule(SGate, id), "secretary").Result);
        }
        IEnumerable<string> Exceptions() =>
            _gate.State.Versions.Latest().Exceptions.Select(one => $"{one.First:MM-dd}..{one.Last:MM-dd} p{one.Priority}");
    }

    [Theory]
    [InlineData(2025, 2025, "only this year's (2026) or next year's")]
    [InlineData(2026, 2024, "does not belong to 2026")]
    public void A_holiday_file_of_the_wrong_year_is_refused(int year, int dayYear, string part)
    {
        var answer = _gate.Ask(new ProposeHolidays(SGate, new(year, [new("元旦", new(dayYear, 1, 1), true)]), null, "r", Thursday));
        Assert.Equal("bad_holiday_file", answer.Reason);
        Assert.Contains(part, answer.Text.En, StringComparison.Ordinal);
    }

    [Fact]
    public void The_morning_report_says_how_the_night_went()
    {
        var gate = new TestGate(values => values["closed_means"] = "card_required", hasLockSensor: true);
        gate.PassUntil(gate.At(2026, 3, 4, 22, 59));
        gate.Pass(Duration.FromHours(6) + Duration.FromMinutes(5), Duration.FromSeconds(5));
        var report = Assert.Single(gate.Facts<ClosingReported>());
        Assert.Equal((360, gate.At(2026, 3, 4, 23, 0)), (report.ScheduledMinutes, report.Watch.From));
        Assert.InRange(report.Watch.SecuredSeconds, 21_585, 21_600);
        Assert.Equal(0, report.Watch.DeviationSeconds);
    }

    [Fact]
    public void Open_and_unwatched_minutes_are_reported()
    {
        var gate = new TestGate(values => values["closed_means"] = "card_required", hasLockSensor: true);
        gate.PassUntil(gate.At(2026, 3, 4, 22, 59));
        gate.Pass(Duration.FromMinutes(61), Duration.FromSeconds(5));
        gate.HasLockSensor = false;
        gate.Sense(false);
        gate.Pass(Duration.FromMinutes(30), Duration.FromSeconds(5));
        gate.Sense(true);
        gate.Pass(Duration.FromMinutes(15), Duration.FromSeconds(5));
        gate.Restart();
        gate.Now += Duration.FromMinutes(60);
        gate.Tick();
        gate.Inputs(new(false, true, false, false, false));
        gate.Pass(Duration.FromHours(4), Duration.FromSeconds(5));
        var report = Assert.Single(gate.Facts<ClosingReported>());
        Assert.Equal(360, report.ScheduledMinutes);
        Assert.InRange(report.Watch.DeviationSeconds, 1795, 1805);
        Assert.InRange((report.ScheduledMinutes * 60) - report.Watch.WatchedSeconds, 3590, 4500);
    }

    [Fact]
    public void A_night_whose_end_was_missed_ends_by_the_schedule()
    {
        var gate = new TestGate(values => values["closed_means"] = "card_required", hasLockSensor: true);
        gate.PassUntil(gate.At(2026, 3, 4, 22, 59));
        gate.Pass(Duration.FromHours(4), Duration.FromSeconds(5));
        // Power is away from three at night to one in the night after.
        gate.Restart();
        gate.Now = gate.At(2026, 3, 6, 1, 0);
        gate.Tick();
        gate.Pass(Duration.FromHours(4) + Duration.FromMinutes(5), Duration.FromSeconds(5));
        Assert.Equal(
            [(gate.At(2026, 3, 4, 23, 0), gate.At(2026, 3, 5, 5, 0), 360), (gate.At(2026, 3, 5, 23, 0), gate.At(2026, 3, 6, 5, 0), 360)],
            gate.Facts<ClosingReported>().Select(report => (report.Watch.From, report.Watch.Until!.Value, report.ScheduledMinutes)));
    }

    [Fact]
    public void A_clock_step_past_the_morning_still_ends_the_night_at_five()
    {
        var gate = new TestGate(values => values["closed_means"] = "card_required");
        gate.PassUntil(gate.At(2026, 3, 4, 23, 30));
        gate.Now = gate.At(2026, 3, 5, 9, 0);
        gate.Tick();
        Assert.Equal(gate.At(2026, 3, 5, 5, 0), Assert.Single(gate.Facts<ClosingReported>()).Watch.Until);
        // And back before its begin: that closing has yet to come.
        gate.Now = gate.At(2026, 3, 4, 23, 10);
        gate.Tick();
        gate.Now = gate.At(2026, 3, 4, 22, 0);
        gate.Tick();
        Assert.Null(gate.State.Closing);
        Assert.Single(gate.Facts<ClosingReported>());
    }

    private void Decide(ScheduleDraft draft, LocalDateTime from)
    {
        var id = _gate.Ask(new ProposeSchedule(SGate, draft, "r", from), "chair").Detail!;
        Assert.Equal("approved", _gate.Ask(new ApproveSchedule(SGate, id), "secretary").Result);
    }
}
