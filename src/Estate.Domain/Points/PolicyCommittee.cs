using System.Globalization;
using Estate.Domain.Approvals;
using Estate.Domain.Devices;

namespace Estate.Domain.Points;

/// <summary>
/// How the points' rules are decided: one member proposes, everybody can see what would have changed last month, another approves, and
/// from its effective time on the version holds. Nothing reaches back in time.
/// </summary>
internal sealed class PolicyCommittee(PointsProgramme programme)
{
    private Proposals<PolicyProposal> _proposals = new([], 0);

    internal IReadOnlyList<PolicyProposal> Open => _proposals.Open;

    internal void Restore(IReadOnlyCollection<Fact> facts)
    {
        var done = facts.OfType<PolicyApproved>().Select(fact => fact.Proposal)
            .Concat(facts.OfType<PolicyWithdrawn>().Select(fact => fact.Proposal)).ToHashSet();
        var proposed = facts.OfType<PolicyProposed>().Reverse().Select(fact => fact.Proposal).ToList();
        // Also past one whose line was damaged: a number is never used twice.
        var ever = Proposals.HighestNumber(proposed.Select(one => one.Id).Concat(done));
        _proposals = new([.. proposed.Where(one => !done.Contains(one.Id))], ever);
        foreach (var approved in facts.OfType<PolicyApproved>())
            programme.Policies.Add(approved.Policy);
    }

    internal void Propose(ProposePolicy request, string by, Effects effects)
    {
        var latest = programme.Policies.Current;
        var policy = request.Draft.On(latest) with
        {
            Version = 0,
            EffectiveFrom = request.EffectiveFrom.InZoneLeniently(programme.Zone).ToInstant(),
        };
        if (Problem(request, policy, latest, effects.Now) is var (reason, text))
            effects.Refuse(PointsReactor.JournalId, reason, text);
        else if (_proposals.HasRoom(PointsReactor.JournalId, effects))
        {
            var id = string.Create(CultureInfo.InvariantCulture, $"points-{_proposals.Next}");
            var proposal = new PolicyProposal(id, policy, latest.Version, request.Resolution.Trim(), by);
            _proposals = _proposals.Add(proposal);
            effects.Remember(() => _proposals = _proposals.Without(id));
            effects.Record(new PolicyProposed(PointsReactor.JournalId, effects.Time, proposal));
            effects.Answer = Proposals.Proposed(id);
        }
    }

    internal void Approve(ApprovePolicy request, string by, Effects effects)
    {
        var latest = programme.Policies.Current;
        if (_proposals.FindApprovable(request.Proposal, PointsReactor.JournalId, effects, latest.Version) is not { } proposal)
            return;
        var decided = proposal.Policy with { Version = latest.Version + 1 };
        _proposals = _proposals.Without(proposal.Id);
        programme.Policies.Add(decided);
        effects.Remember(() =>
        {
            programme.Policies.Remove(decided);
            _proposals = _proposals.PutBack(proposal);
        });
        var notice = PolicyTexts.Notice(decided, proposal.Resolution, programme.Zone);
        effects.Record(new PolicyApproved(PointsReactor.JournalId, effects.Time, proposal.Id, decided, proposal.Author, by, notice));
        effects.Answer = new("approved", notice, [("version", decided.Version)]) { Detail = proposal.Id };
    }

    internal void Withdraw(WithdrawPolicy request, string by, Effects effects)
    {
        if (_proposals.Find(request.Proposal, PointsReactor.JournalId, effects) is not { } proposal)
            return;
        _proposals = _proposals.Without(proposal.Id);
        effects.Remember(() => _proposals = _proposals.PutBack(proposal));
        effects.Record(new PolicyWithdrawn(PointsReactor.JournalId, effects.Time, proposal.Id, by));
        effects.Answer = Proposals.Withdrawn(proposal.Id);
    }

    private (string Reason, Text Text)? Problem(ProposePolicy request, AwardPolicy policy, AwardPolicy latest, ClockReading now) =>
        CommitteeTerms.TimeProblem(request.EffectiveFrom, programme.Zone, now)
        ?? CommitteeTerms.ResolutionProblem(request.Resolution)
        ?? (policy.FirstError() is { } mistake ? ("bad_policy", mistake)
            : policy.EffectiveFrom <= latest.EffectiveFrom
                ? ("effective_too_early", new("已有方案在该时间或之后生效，请选更晚的时间", "another version takes effect then or later; choose a later time"))
            : policy.IsSameRule(latest) ? ("nothing_changes", new("与现行方案相同", "it is the same as the version in force"))
            : null);
}
