using System.Collections.Immutable;
using System.Globalization;
using Estate.Domain.Devices;

namespace Estate.Domain.Approvals;

/// <summary>
/// What waits for a second person. Anybody may withdraw one, nobody approves his own. What is not possible is refused with a reason, in
/// both languages. Immutable, so that it can be part of a saved state.
/// </summary>
/// <param name="Open">In the order they were proposed.</param>
/// <param name="Ever">The highest number so far; none is used twice.</param>
internal sealed record Proposals<T>(ImmutableArray<T> Open, int Ever)
    where T : class, IProposal
{
    private const int MaxOpen = 20;

    /// <summary>The number of the next one.</summary>
    internal int Next => Ever + 1;

    /// <summary>One more, numbered <see cref="Next"/>.</summary>
    internal Proposals<T> Add(T proposal) => new(Open.Add(proposal), Next);

    internal Proposals<T> Without(string id) => this with { Open = Open.RemoveAll(one => one.Id == id) };

    /// <summary>What could not be kept that it was decided or withdrawn.</summary>
    internal Proposals<T> PutBack(T proposal) => this with { Open = Open.Add(proposal) };

    internal bool HasRoom(DeviceId desk, Effects effects)
    {
        if (Open.Length < MaxOpen)
            return true;
        effects.Refuse(desk, "too_many_proposals", new Text("待批方案太多，请先撤回一些", "too many open proposals; withdraw some first"));
        return false;
    }

    /// <summary>Null, and refused, where it is not open.</summary>
    internal T? Find(string id, DeviceId desk, Effects effects)
    {
        var found = Open.FirstOrDefault(one => one.Id == id);
        if (found is null)
            effects.Refuse(desk, "no_such_proposal", new Text($"没有待批的方案 {id}", $"proposal {id} is not open"));
        return found;
    }

    /// <summary>The one that who asks may approve now; null, and refused, where that cannot be.</summary>
    /// <param name="latest">The newest version, decided or in force, of what is proposed.</param>
    internal T? FindApprovable(string id, DeviceId desk, Effects effects, int? latest = null)
    {
        if (Find(id, desk, effects) is not { } proposal)
            return null;
        if (Obstacle(proposal, effects, latest) is not var (reason, text))
            return proposal;
        effects.Refuse(desk, reason, text);
        return null;
    }

    private static (string Reason, Text Text)? Obstacle(T proposal, Effects effects, int? latest) =>
        !SecondPerson.MayApprove(proposal, effects.By)
            ? ("second_person_needed", new("提议人不能批准自己的方案，请另一个人批准", $"{effects.By} proposed it; somebody else must approve"))
        : proposal.IsTimed && CommitteeTerms.ClockProblem(effects.Now) is { } unset ? unset
        : proposal.BasedOn is { } basedOn && basedOn != latest
            ? ("outdated", new("此后已有新方案，请重新提议", "another version was decided since; propose again, so that both see what changes"))
        : proposal.ApprovableUntilExclusive <= effects.Now.At
            ? ("effective_time_passed", new("时间已过，请重新提议", "its time has passed; propose again"))
        : null;
}

/// <summary>What proposals of every kind answer and are numbered by.</summary>
internal static class Proposals
{
    internal static Answer Proposed(string id) =>
        new("proposed", new("已提交，待另一位委员批准", "Proposed; another member must approve"), []) { Detail = id };

    internal static Answer Withdrawn(string id) => new("withdrawn", new("已撤回", "Withdrawn"), []) { Detail = id };

    /// <summary>The highest number of ids such as <c>poll-7</c>; 0 where there is none.</summary>
    internal static int HighestNumber(IEnumerable<string> ids) => ids.Select(NumberOf).DefaultIfEmpty().Max();

    private static int NumberOf(string id) =>
        int.TryParse(id.AsSpan(id.LastIndexOf('-') + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
}
