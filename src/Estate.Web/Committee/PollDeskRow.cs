using Estate.Domain.People;
using Estate.Web.Shared;

namespace Estate.Web.Committee;

/// <summary>For the committee: also who asks, and what came of it.</summary>
internal sealed record PollDeskRow(
    string Id, string Question, string By, string Opens, string Closes, int Quorum, int Turnout, string State, string Result, string Draft)
{
    internal static PollDeskRow Of(PollStanding one, PageReads reads, Language language)
    {
        var row = PollRow.Of(one, reads, language);
        return new(
            row.Id, row.Question, one.Poll.Author, row.Opens, row.Closes, row.Quorum, row.Turnout, row.State, row.Result, one.Draft ?? "");
    }
}
