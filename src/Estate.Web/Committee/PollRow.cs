using Estate.Domain.Devices;
using Estate.Domain.People;
using Estate.Web.Shared;

namespace Estate.Web.Committee;

/// <summary>For everybody: counts once it is over, not before.</summary>
internal sealed record PollRow(
    string Id, string Question, string Opens, string Closes, int Quorum, int Turnout, string State, string Result)
{
    internal static PollRow Of(PollStanding one, PageReads reads, Language language) => new(
        one.Poll.Id, language.Pick(one.Poll.Title), TimeText.Minute(one.Poll.Opens, reads.Zone),
        TimeText.Minute(one.Poll.Closes, reads.Zone),
        one.Poll.Quorum, one.Turnout,
        language.Pick(PollViews.StateOf(one, reads.Clock.Now)), one.Result is null ? "" : language.Pick(PollViews.ResultOf(one)));
}
