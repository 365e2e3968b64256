using System.Collections.Concurrent;
using Estate.Domain.Bins;
using Estate.Domain.Devices;
using Estate.Domain.Points;
using Estate.Web.Shared;
using NodaTime;

namespace Estate.Web.Points;

/// <summary>
/// What proposals would have changed over the last thirty days. That is a month of the journal, taken piece by piece away from the loop,
/// once a day for each proposal; who asks does not wait for it, but is answered how far it is.
/// </summary>
/// <param name="past">Facts of stations and of points in a period, in the order they were recorded.</param>
internal sealed class PolicyPreviews(PageReads reads, Func<Interval, IEnumerable<Fact>> past) : IDisposable
{
    private const int Days = 30, MaxKept = 20;

    /// <summary>Of a small estate it is there by then, and nobody sees that it was waited for; a program waits for a large one.</summary>
    internal static readonly TimeSpan ForPeople = TimeSpan.FromMilliseconds(150), ForPrograms = TimeSpan.FromSeconds(10);
    private static readonly Type[] Visits = [typeof(CardTapped), typeof(Deposited), typeof(AwardDecided)];
    private readonly ConcurrentDictionary<(string Proposal, LocalDate Day), Lazy<Comparison>> _kept = [];

    /// <summary>One comparison at a time: the gate has the other half of the processor.</summary>
    private readonly SemaphoreSlim _alone = new(1);

    public PolicyPreviews(PageReads reads)
        : this(reads, period => reads.Reader.FactsBetween(Visits, period.Start, period.End))
    {
    }

    /// <returns>Null while it is being made, and then how many per cent of the days are compared.</returns>
    internal async Task<(PolicyPreview? Preview, int Percent)> OfAsync(PolicyProposal proposal, TimeSpan patience)
    {
        var today = reads.Today;
        foreach (var (old, kept) in _kept)
            if ((old.Day != today || _kept.Count > MaxKept) && kept.Value.Made.IsCompleted)
                _kept.TryRemove(old, out _);
        var (made, progress) = _kept.GetOrAdd((proposal.Id, today), _ => new(() => Begin(proposal))).Value;
        try
        {
            return (await made.WaitAsync(patience, reads.Clock.Time), 100);
        }
        catch (TimeoutException) when (!made.IsFaulted)
        {
            return (null, progress.Percent);
        }
        catch
        {
            // The next who asks tries again.
            _kept.TryRemove((proposal.Id, today), out _);
            throw;
        }
    }

    public void Dispose() => _alone.Dispose();

    private Comparison Begin(PolicyProposal proposal)
    {
        var period = new Interval(reads.Today.PlusDays(-Days).AtStartOfDayInZone(reads.Zone).ToInstant(), reads.Clock.Now);
        var progress = new ComparisonProgress(period);
        return new(MakeAsync(proposal, progress), progress);
    }

    private async Task<PolicyPreview> MakeAsync(PolicyProposal proposal, ComparisonProgress progress)
    {
        await _alone.WaitAsync();
        try
        {
            return await Task.Run(() => PolicyPreview.Of(
                progress.Follow(past(progress.Period)), reads.Model.Programme.Policies, proposal.Policy, reads.Zone));
        }
        finally
        {
            _alone.Release();
        }
    }

    private sealed record Comparison(Task<PolicyPreview> Made, ComparisonProgress Progress);
}
