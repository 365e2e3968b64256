using System.Collections.Immutable;
using System.Globalization;
using Estate.Domain.Devices;
using NodaTime;

namespace Estate.Domain.Points;

/// <summary>What shall be different; null members stay as they are.</summary>
public sealed record PolicyDraft
{
    public ImmutableArray<DisposalWindow>? Windows { get; init; }
    public int? PointsPerSession { get; init; }
    public int? SessionsPerDay { get; init; }
    public int? PointsPerRoll { get; init; }
    public int? MinGrams { get; init; }

    public AwardPolicy On(AwardPolicy policy) => policy with
    {
        Windows = Windows is { } windows ? [.. windows.OrderBy(window => window.Start)] : policy.Windows,
        PointsPerSession = PointsPerSession ?? policy.PointsPerSession,
        SessionsPerDay = SessionsPerDay ?? policy.SessionsPerDay,
        PointsPerRoll = PointsPerRoll ?? policy.PointsPerRoll,
        MinGrams = MinGrams ?? policy.MinGrams,
    };
}

/// <summary>A version somebody proposed; <paramref name="BasedOn"/> is the version it was made from.</summary>
public sealed record PolicyProposal(string Id, AwardPolicy Policy, int BasedOn, string Resolution, string Author);

/// <summary>
/// How the points' rules are decided: one member proposes, everybody can see what would have changed last month, another approves, and
/// from its effective time on the version holds. Nothing reaches back in time.
/// </summary>
internal sealed class PolicyCommittee(PointsProgramme programme)
{
    private const int MaxOpen = 20;
    private const int MaxText = 200;
    private const int MaxDaysAhead = 400;

    private readonly Dictionary<string, PolicyProposal> _open = [];
    private int _ever;

    internal IReadOnlyList<PolicyProposal> Open => [.. _open.Values];

    internal void Restore(IReadOnlyCollection<Fact> facts)
    {
        var done = facts.OfType<PolicyApproved>().Select(fact => fact.Proposal).Concat(facts.OfType<PolicyWithdrawn>().Select(fact => fact.Proposal)).ToHashSet();
        foreach (var proposed in facts.OfType<PolicyProposed>().Reverse())
        {
            // Also past one whose line was damaged: a number is never used twice.
            _ever = Math.Max(_ever, int.TryParse(proposed.Proposal.Id.AsSpan(proposed.Proposal.Id.IndexOf('-', StringComparison.Ordinal) + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0);
            if (!done.Contains(proposed.Proposal.Id))
                _open[proposed.Proposal.Id] = proposed.Proposal;
        }
        foreach (var approved in facts.OfType<PolicyApproved>())
            programme.Policies.Add(approved.Policy);
    }

    internal void Propose(ProposePolicy request, string by, Effects effects)
    {
        var latest = programme.Policies.Current;
        var from = request.EffectiveFrom.InZoneLeniently(programme.Zone).ToInstant();
        var policy = request.Draft.On(latest) with { Version = 0, EffectiveFrom = from };
        if (Obstacle(request, policy, latest, effects) is { } obstacle)
        {
            effects.Refuse(PointsDesk.DeskId, obstacle.Reason, obstacle.Text);
            return;
        }
        var proposal = new PolicyProposal(string.Create(CultureInfo.InvariantCulture, $"points-{++_ever}"), policy, latest.Version, request.Resolution.Trim(), by);
        _open.Add(proposal.Id, proposal);
        effects.Remember(() => _open.Remove(proposal.Id));
        effects.Record(new PolicyProposed(PointsDesk.DeskId, effects.Time, proposal));
        effects.Answer = new("proposed", new("已提交，待另一位委员批准", "Proposed; another member must approve"), []) { Detail = proposal.Id };
    }

    internal void Approve(ApprovePolicy request, string by, Effects effects)
    {
        var latest = programme.Policies.Current;
        if (!_open.TryGetValue(request.Proposal, out var proposal))
            NotOpen(request.Proposal, effects);
        else if (string.Equals(proposal.Author, by, StringComparison.OrdinalIgnoreCase))
            effects.Refuse(PointsDesk.DeskId, "second_person_needed", new Text("提议人不能批准自己的方案，请另一位委员批准", $"{by} proposed it; somebody else must approve"));
        else if (effects.Now.Clock == ClockTrust.Unknown)
            effects.Refuse(PointsDesk.DeskId, "clock_unknown", new Text("时钟未校准，暂不能决定", "the clock is not set, so that nothing can be decided for a time"));
        else if (proposal.BasedOn != latest.Version)
            effects.Refuse(PointsDesk.DeskId, "outdated", new Text("此后已有新方案，请重新提议", "another version was decided since; propose again, so that both see what changes"));
        else if (proposal.Policy.EffectiveFrom <= effects.Now.At)
            effects.Refuse(PointsDesk.DeskId, "effective_time_passed", new Text("生效时间已过，请重新提议", "its effective time has passed; propose again"));
        else
        {
            var decided = proposal.Policy with { Version = latest.Version + 1 };
            _open.Remove(proposal.Id);
            programme.Policies.Add(decided);
            effects.Remember(() =>
            {
                programme.Policies.Remove(decided);
                _open[proposal.Id] = proposal;
            });
            var notice = PolicyWords.Notice(decided, proposal.Resolution, programme.Zone);
            effects.Record(new PolicyApproved(PointsDesk.DeskId, effects.Time, proposal.Id, decided, proposal.Author, by, notice));
            effects.Answer = new("approved", notice, [("version", decided.Version)]) { Detail = proposal.Id };
        }
    }

    internal void Withdraw(WithdrawPolicy request, string by, Effects effects)
    {
        if (!_open.Remove(request.Proposal, out var proposal))
        {
            NotOpen(request.Proposal, effects);
            return;
        }
        effects.Remember(() => _open[request.Proposal] = proposal);
        effects.Record(new PolicyWithdrawn(PointsDesk.DeskId, effects.Time, request.Proposal, by));
        effects.Answer = new("withdrawn", new("已撤回", "Withdrawn"), []) { Detail = request.Proposal };
    }

    private (string Reason, Text Text)? Obstacle(ProposePolicy request, AwardPolicy policy, AwardPolicy latest, Effects effects) =>
        effects.Now.Clock == ClockTrust.Unknown ? ("clock_unknown", new("时钟未校准，暂不能决定", "the clock is not set, so that nothing can be decided for a time"))
        : string.IsNullOrWhiteSpace(request.Resolution) || request.Resolution.Length > MaxText ? ("resolution_needed", new("请填写业委会决议编号", "name the committee's resolution"))
        : policy.FirstMistake() is { } mistake ? ("bad_policy", mistake)
        : policy.EffectiveFrom <= effects.Now.At ? ("effective_in_the_past", new("生效时间必须在将来：方案不能追溯", "the effective time must be in the future: rules are never changed backwards"))
        : policy.EffectiveFrom > effects.Now.At + Duration.FromDays(MaxDaysAhead) ? ("effective_too_far", new($"生效时间最多在 {MaxDaysAhead} 天之内", $"the effective time is at most {MaxDaysAhead} days ahead"))
        : policy.EffectiveFrom <= latest.EffectiveFrom ? ("effective_too_early", new("已有方案在该时间或之后生效，请选更晚的时间", "another version takes effect then or later; choose a later time"))
        : policy.IsSameRule(latest) ? ("nothing_changes", new("与现行方案相同", "it is the same as the version in force"))
        : _open.Count >= MaxOpen ? ("too_many_proposals", new("待批方案太多，请先撤回一些", "too many open proposals; withdraw some first"))
        : null;

    private static void NotOpen(string id, Effects effects) => effects.Refuse(PointsDesk.DeskId, "no_such_proposal", new Text($"没有待批的方案 {id}", $"proposal {id} is not open"));
}
