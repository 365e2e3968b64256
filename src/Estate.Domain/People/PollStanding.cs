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

    /// <summary>Lines written with a grade, without who wrote them; for nobody's eyes before it is closed either.</summary>
    public ImmutableArray<string> Words { get; init; } = [];

    /// <summary>Null while it lasts.</summary>
    public PollResult? Result { get; init; }

    /// <summary>The committee's proposal that came of it.</summary>
    public string? Draft { get; init; }

    public int Turnout => Ticked.Count;

    /// <summary>
    /// How many took part in each building. Buildings with fewer than five stand together, with the next where they are fewer than five,
    /// too; null: nothing can be said.
    /// </summary>
    /// <param name="buildingOf">Null where nobody knows.</param>
    public IReadOnlyList<(string? Building, int Households)>? TurnoutBy(Func<string, string?> buildingOf)
    {
        var all = Ticked.GroupBy(buildingOf).Select(one => (Building: one.Key, Households: one.Count()))
            .OrderByDescending(one => one.Building is not null).ThenByDescending(one => one.Households).ToList();
        var shown = all.TakeWhile(one => one.Building is not null && one.Households >= Poll.FewestShown).ToList();
        var rest = all.Skip(shown.Count).Sum(one => one.Households);
        // What is left of the turnout says as much as if it stood there.
        if (rest is > 0 and < Poll.FewestShown && shown.Count > 0)
        {
            rest += shown[^1].Households;
            shown.RemoveAt(shown.Count - 1);
        }
        return shown.Count == 0 ? null
            : [.. shown.OrderBy(one => one.Building!.Length).ThenBy(one => one.Building, StringComparer.Ordinal),
                .. rest > 0 ? new[] { ((string?)null, rest) } : []];
    }

    public bool HasTicked(string household) => Ticked.Contains(household);

    internal static ImmutableArray<int> None(Poll poll) => [.. poll.Options.Select(_ => 0)];

    /// <summary>From the journal, in any order: who took a tick back as often as it ticked has not ticked.</summary>
    internal PollStanding WithTicks(IEnumerable<PollFact> facts)
    {
        var times = facts.GroupBy(fact => fact is HouseholdTicked ticked ? ticked.Household : (fact as TickUndone)?.Household)
            .Where(one => one.Key is not null && one.Sum(fact => fact is HouseholdTicked ? 1 : -1) > 0);
        return this with { Ticked = [.. times.Select(one => one.Key!)] };
    }

    internal PollTally Tally => new(Poll.Id, Counts) { Words = Words };

    internal PollStanding With(Choice choice) => Counted(choice, 1) with
    {
        Words = choice.Words.Length == 0 ? Words : [.. Words.Add(choice.Words).Order(StringComparer.Ordinal)],
    };

    internal PollStanding Without(Choice choice) => Counted(choice, -1) with { Words = Words.Remove(choice.Words) };

    private PollStanding Counted(Choice choice, int by) =>
        this with { Counts = [.. Counts.Select((count, option) => choice.Options.Contains(option) ? count + by : count)] };

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
