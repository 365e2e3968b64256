using System.Collections.Concurrent;
using Estate.Domain.Bins;
using Estate.Domain.Points;
using Estate.Web.Shared;
using NodaTime;

namespace Estate.Web.Points;

/// <summary>
/// What proposals would have changed over the last thirty days. That is a month of the journal, taken piece by piece away from the loop,
/// once a day for each proposal.
/// </summary>
internal sealed class PolicyPreviews(PageReads reads)
{
    private const int Days = 30, MaxKept = 20;
    private static readonly Type[] Visits = [typeof(CardTapped), typeof(Deposited), typeof(AwardDecided)];
    private readonly ConcurrentDictionary<(string Proposal, LocalDate Day), Lazy<Task<PolicyPreview>>> _kept = [];

    internal async Task<PolicyPreview> OfAsync(PolicyProposal proposal)
    {
        var today = reads.Today;
        foreach (var old in _kept.Keys.Where(one => one.Day != today || _kept.Count > MaxKept))
            _kept.TryRemove(old, out _);
        try
        {
            return await _kept.GetOrAdd((proposal.Id, today), _ => new(() => Task.Run(() => Make(proposal)))).Value;
        }
        catch
        {
            // The next who asks tries again.
            _kept.TryRemove((proposal.Id, today), out _);
            throw;
        }
    }

    private PolicyPreview Make(PolicyProposal proposal)
    {
        var from = reads.Today.PlusDays(-Days).AtStartOfDayInZone(reads.Zone).ToInstant();
        var facts = reads.Reader.FactsBetween(Visits, from, reads.Clock.Now);
        return PolicyPreview.Of(facts, reads.Model.Programme.Policies, proposal.Policy, reads.Zone);
    }
}
