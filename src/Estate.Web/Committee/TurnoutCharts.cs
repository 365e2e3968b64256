using System.Collections.Concurrent;
using Estate.Adapters.Storage.Totals;
using Estate.Domain.People;
using Estate.Web.Shared;
using Estate.Web.Shared.Charts;
using NodaTime;

namespace Estate.Web.Committee;

/// <summary>
/// The turnouts' charts, each read once for all who look at them: whole houses behind one address ask every half minute while a poll is
/// open, and the database only when another household has ticked.
/// </summary>
internal sealed class TurnoutCharts(TotalsReader totals, PageReads reads)
{
    private readonly ConcurrentDictionary<string, (int Turnout, LocalDate Day, Chart Chart)> _known = [];

    internal Chart Of(PollStanding poll)
    {
        var (turnout, today) = (poll.Turnout, reads.Today);
        if (_known.TryGetValue(poll.Poll.Id, out var known) && known.Turnout == turnout && known.Day == today)
            return known.Chart;
        var chart = TurnoutChart.Of(poll, totals, reads);
        // The totals come a moment after the tick, and while an older journal is added up they lack something.
        if (chart.Note is null && chart.Series[0].Values is [.., { } sum] && (int)sum == turnout)
            _known[poll.Poll.Id] = (turnout, today, chart);
        return chart;
    }
}
