using Estate.Adapters.Storage.Totals;
using Estate.Domain.People;
using Estate.Web.Shared;
using Estate.Web.Shared.Charts;
using NodaTime;

namespace Estate.Web.Committee;

/// <summary>How many households have ticked by the end of each day of a poll, beside how many must; never what they ticked.</summary>
internal static class TurnoutChart
{
    internal static Chart Of(PollStanding poll, TotalsReader totals, PageReads reads)
    {
        var (opens, closes) = (DateOf(poll.Poll.Opens, reads), DateOf(poll.Poll.Closes, reads));
        var (last, note) = (LocalDate.Min(closes, reads.Today), TotalsNote.Of(totals));
        var byDay = last < opens ? [] : totals.ByDay(PollFact.SliceName, opens, last).Where(one => one.What == poll.Poll.Id)
            .GroupBy(one => one.Day).ToDictionary(day => day.Key, day => day.Sum(one => one.Total.Count));
        var slots = last < opens ? [] : TimeSlots.Days(opens, last, closes < reads.Today ? LocalDate.MinIsoValue : reads.Today);
        var (each, sum) = (slots.Select((_, index) => byDay.GetValueOrDefault(opens.PlusDays(index))).ToList(), 0L);
        return new(
            "turnout-by-day-" + poll.Poll.Id, new("累计参与户数", "Households that have ticked"), new("日期", "Day"), slots,
            [
                new(new("累计", "So far"), new("户", "households"), [.. each.Select(count => (double?)(sum += count))]),
                new(new("当天", "That day"), new("户", "households"), [.. each.Select(count => (double?)count)]) { IsDrawn = false },
            ])
        {
            Form = ChartForm.Bars,
            Goal = new(new($"至少 {poll.Poll.Quorum} 户才算数", $"counts with at least {poll.Poll.Quorum}"), poll.Poll.Quorum),
            Nothing = new("还没有开始", "It is not open yet"),
            Note = note,
        };
    }

    private static LocalDate DateOf(Instant at, PageReads reads) => at.InZone(reads.Zone).Date;
}
