using System.Collections.Immutable;

namespace Estate.Domain.People;

/// <summary>Where a poll stands.</summary>
public sealed record PollStanding(Poll Poll)
{
    private ImmutableHashSet<string> Ticked { get; init; } = [];

    public bool IsApproved { get; init; }
    public bool IsWithdrawn { get; init; }

    /// <summary>Waits for a second member of the committee.</summary>
    public bool IsPending => !IsApproved && !IsWithdrawn;

    /// <summary>For nobody's eyes before it is closed.</summary>
    public required ImmutableArray<int> Counts { get; init; }

    /// <summary>Null while it lasts.</summary>
    public PollResult? Result { get; init; }

    /// <summary>The committee's proposal that came of it.</summary>
    public string? Draft { get; init; }

    public int Turnout => Ticked.Count;

    public bool HasTicked(string household) => Ticked.Contains(household);

    internal static ImmutableArray<int> None(Poll poll) => [.. poll.Options.Select(_ => 0)];

    /// <summary>From the journal, in any order: who took a tick back as often as it ticked has not ticked.</summary>
    internal PollStanding WithTicks(IEnumerable<PollFact> facts)
    {
        var times = facts.GroupBy(fact => fact is HouseholdTicked ticked ? ticked.Household : (fact as TickUndone)?.Household)
            .Where(one => one.Key is not null && one.Sum(fact => fact is HouseholdTicked ? 1 : -1) > 0);
        return this with { Ticked = [.. times.Select(one => one.Key!)] };
    }

    internal PollStanding WithoutOneOf(int option) => this with { Counts = Counts.SetItem(option, Counts[option] - 1) };

    /// <summary>As before it, whatever came since.</summary>
    internal PollStanding Without(PollFact fact) => fact switch
    {
        PollApproved => this with { IsApproved = false },
        PollWithdrawn => this with { IsWithdrawn = false },
        HouseholdTicked ticked => this with { Ticked = Ticked.Remove(ticked.Household) },
        TickUndone undone => this with { Ticked = Ticked.Add(undone.Household) },
        PollClosed => this with { Result = null },
        PollDrafted => this with { Draft = null },
        _ => this,
    };

    internal PollStanding With(PollFact fact) => fact switch
    {
        PollApproved => this with { IsApproved = true },
        PollWithdrawn => this with { IsWithdrawn = true },
        HouseholdTicked ticked => this with { Ticked = Ticked.Add(ticked.Household) },
        TickUndone undone => this with { Ticked = Ticked.Remove(undone.Household) },
        PollClosed closed => this with { Result = closed.Result },
        PollDrafted drafted => this with { Draft = drafted.Proposal },
        _ => this,
    };
}
