using System.Globalization;
using Estate.Domain.Devices;
using Estate.Domain.DistrictProposals;
using Estate.Domain.Gate;
using Estate.Web.Shared;

namespace Estate.Web.Gate;

/// <summary>A year's days off and make-up days, as a proposal of other hours: the gate's page shows the nights that would change.</summary>
internal sealed class HolidayProposal(PageReads reads) : IDecisionTaker
{
    private const string Member = "calendar";

    public ProposedKind Kind => ProposedKind.Holidays;

    public Text Title { get; } = new("节假日和调休", "Days off and make-up days");

    public bool IsDecision => true;

    public IReadOnlyList<(string Name, Text Title)> Devices =>
        [.. GatePageEndpoints.All(reads).Select(gate => (gate.Name, reads.Names.Of(gate)))];

    public Task<IReadOnlyList<Text>> PreviewAsync(string content)
    {
        var calendar = TakeUpForm.Peek(content, Member, GateBodies.Default.HolidaysBody).Calendar;
        return Task.FromResult<IReadOnlyList<Text>>(
        [
            new($"{calendar.Year} 年，{calendar.Days.Count} 天", $"{calendar.Year}, {calendar.Days.Count} days"),
            .. calendar.Days.OrderBy(day => day.Date).Select(Line),
        ]);
    }

    public IProposable Request(string content, TakeUpForm form)
    {
        var body = form.Read(content, Member, GateBodies.Default.HolidaysBody);
        return new ProposeHolidays(
            new(GatePageEndpoints.Kind, form.Device), body.Calendar.ToCalendar(), null, body.Resolution, body.EffectiveFrom);
    }

    private static Text Line(CalendarDay day)
    {
        var date = day.Date.ToString("uuuu-MM-dd", CultureInfo.InvariantCulture);
        return day.IsOffDay ? new($"{date} {day.Name}：放假", $"{date} {day.Name}: off")
            : new($"{date} {day.Name}：上班", $"{date} {day.Name}: worked");
    }
}
