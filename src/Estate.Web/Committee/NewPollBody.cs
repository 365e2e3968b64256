using Estate.Domain.Devices;
using Estate.Domain.People;
using NodaTime;

namespace Estate.Web.Committee;

internal sealed record NewPollBody(
    string Title, IReadOnlyList<string> Options, LocalDateTime Opens, LocalDateTime Closes, int Quorum, string Explanation = "")
{
    internal ProposePoll ToRequest(DateTimeZone zone) =>
        new(new Poll(
            "", Text.Same(Title), Text.Same(Explanation), [.. Options.Select(Text.Same)], Opens.InZoneLeniently(zone).ToInstant(),
            Closes.InZoneLeniently(zone).ToInstant(), Quorum));
}
