using Estate.Domain.Devices;
using Estate.Domain.People;
using Estate.Web.Gate;
using Estate.Web.Shared;

namespace Estate.Web.Committee;

internal sealed record PollBody(
    string Id, Text Title, Text Explanation, IReadOnlyList<Text> Options, string Opens, string Closes, int Quorum, int Turnout,
    IReadOnlyList<int>? Counts, bool? IsAccepted, string Kind, IReadOnlyList<string> Projects, int MostTicks)
{
    /// <summary>Counts once it is over, not before; where it is about projects not of fewer than five.</summary>
    internal static PollBody Of(PollStanding one, PageReads reads) =>
        new(one.Poll.Id, one.Poll.Title, one.Poll.Explanation, one.Poll.Options, GateViews.Local(one.Poll.Opens, reads.Zone),
        GateViews.Local(one.Poll.Closes, reads.Zone),
        one.Poll.Quorum, one.Turnout, PollViews.HasCounts(one) ? one.Result?.Counts : null, one.Result?.IsAccepted,
        WireName.Of(one.Poll.Kind), one.Poll.Projects, one.Poll.MostTicks);
}
