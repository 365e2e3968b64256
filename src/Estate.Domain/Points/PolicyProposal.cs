using Estate.Domain.Approvals;
using NodaTime;

namespace Estate.Domain.Points;

/// <summary>A version somebody proposed; <paramref name="BasedOn"/> is the version it was made from.</summary>
public sealed record PolicyProposal(string Id, AwardPolicy Policy, int BasedOn, string Resolution, string Author) : IProposal
{
    Instant? IProposal.ApprovableUntilExclusive => Policy.EffectiveFrom;

    int? IProposal.BasedOn => BasedOn;
}
