using Estate.Domain.Devices;
using Estate.Domain.Gate;
using Estate.Web.Shared;

namespace Estate.Web.Gate;

internal sealed record ClosingRow(
    string From, string Until, int ScheduledMinutes, int ToldMinutes, int SecuredMinutes, int DeviationMinutes, int WatchedMinutes,
    string How)
{
    internal static ClosingRow Of(ClosingReported one, PageReads reads, Language language) => new(
        TimeText.Minute(one.Watch.From, reads.Zone), TimeText.Minute(one.Watch.Until!.Value, reads.Zone), one.ScheduledMinutes,
        GateViews.Minutes(one.Watch.CommandedSeconds), GateViews.Minutes(one.Watch.SecuredSeconds),
        GateViews.Minutes(one.Watch.DeviationSeconds), GateViews.Minutes(one.Watch.WatchedSeconds), language.Pick(GateViews.Sentence(one)));
}
