using Estate.Domain.Approvals;
using Estate.Domain.Devices;
using NodaTime;

namespace Estate.Domain.DistrictProposals;

/// <summary>
/// What the district proposes, once each, until somebody of the committee takes it up or declines it. Taking up is asking for the same as
/// anybody could ask: who has to agree then agrees then.
/// </summary>
public sealed class DistrictProposalReactor : IReactor
{
    private const int MaxOpen = 50;
    private static readonly Duration Longest = Duration.FromDays(400);

    /// <summary>Under whose name they are journaled.</summary>
    public static readonly DeviceId JournalId = new("desk", "proposals");

    /// <summary>The facts it is made again from.</summary>
    public static readonly IReadOnlyList<Type> RecoversFrom =
        [typeof(ProposalReceived), typeof(ProposalTakenUp), typeof(ProposalDeclined), typeof(ProposalWithdrawn)];

    private readonly Dictionary<string, ProposalStanding> _all = [];

    /// <summary>Withdrawn before they came, until when they could come.</summary>
    private readonly Dictionary<string, Instant> _withdrawnAhead = [];

    /// <summary>All of them, the newest first.</summary>
    public IReadOnlyList<ProposalStanding> All =>
        [.. _all.Values.OrderByDescending(one => one.ReceivedAt).ThenBy(one => one.Proposal.Id, StringComparer.Ordinal)];

    public ProposalStanding? Find(string id) => _all.GetValueOrDefault(id);

    /// <param name="facts">Of <see cref="JournalId"/>, the newest first.</param>
    public void Restore(IReadOnlyCollection<Fact> facts)
    {
        foreach (var fact in facts.OfType<ProposalFact>().Reverse())
            if (fact is ProposalReceived received)
                _all[fact.Proposal] = new(received.Content, fact.Time.At);
            else if (_all.TryGetValue(fact.Proposal, out var known))
                _all[fact.Proposal] = known with { Answer = AnswerOf(fact) };
            else if (fact is ProposalWithdrawn withdrawn)
                _withdrawnAhead[fact.Proposal] = withdrawn.ValidUntil;
    }

    public void React(Fact fact, Effects effects)
    {
    }

    public void Tick(Instant now, Effects effects)
    {
    }

    public bool TryHandle(IRequest request, string by, Instant now, Effects effects)
    {
        switch (request)
        {
            case ReceiveProposal { Proposal: var proposal }:
                Receive(proposal, effects);
                return true;
            case WithdrawProposal withdraw:
                Withdraw(withdraw, effects);
                return true;
            case TakeUpProposal take:
                if (FindOpen(take.Proposal, effects) is { } asked && IsOfKind(asked, isFile: false, effects))
                {
                    effects.Request(take.Act, by);
                    effects.Request(new ConcludeTakeUp(take.Proposal), by);
                }
                return true;
            case NoteProposalSaved { Proposal: var id }:
                if (FindOpen(id, effects) is { } saved && IsOfKind(saved, isFile: true, effects))
                    Record(new ProposalTakenUp(JournalId, effects.Time, id), effects);
                return true;
            case ConcludeTakeUp { Proposal: var id }:
                // Whoever was asked has answered by now; its words are the answer to the person, too.
                if (!effects.Outcomes.OfType<Refused>().Any())
                    Record(new ProposalTakenUp(JournalId, effects.Time, id), effects);
                return true;
            case DeclineProposal { Proposal: var id }:
                if (FindOpen(id, effects) is not null)
                {
                    Record(new ProposalDeclined(JournalId, effects.Time, id), effects);
                    effects.Answer = new("declined", new("已回复：不采纳", "Declined; the district is told"), []) { Detail = id };
                }
                return true;
            default:
                return false;
        }
    }

    private void Receive(DistrictProposal proposal, Effects effects)
    {
        var now = effects.Now.At;
        if (_all.TryGetValue(proposal.Id, out var known))
        {
            if (known.Proposal.Digest == proposal.Digest)
                effects.Answer = new("known", new("已收到过", "It is here already"), []);
            else
                effects.Refuse(JournalId, "id_reused", new Text("同一编号，内容不同", "this id was another proposal's"));
        }
        else if (_withdrawnAhead.ContainsKey(proposal.Id))
            effects.Answer = new("withdrawn", new("区里已撤回", "It was withdrawn"), []);
        else if (IsUntimely(proposal.ValidUntil, effects))
            return;
        else if (_all.Values.Count(one => one.IsOpenAt(now)) >= MaxOpen)
            effects.Refuse(JournalId, "too_many_proposals", new Text($"未答复的已有 {MaxOpen} 条", $"{MaxOpen} wait for an answer"));
        else
        {
            _all[proposal.Id] = new(proposal, now);
            effects.Remember(() => _all.Remove(proposal.Id));
            effects.Record(new ProposalReceived(JournalId, effects.Time, proposal.Id, proposal));
        }
    }

    private void Withdraw(WithdrawProposal one, Effects effects)
    {
        var now = effects.Now.At;
        if (_all.TryGetValue(one.Proposal, out var known))
        {
            if (known.Answer == ProposalAnswer.None)
                Record(new ProposalWithdrawn(JournalId, effects.Time, one.Proposal, one.ValidUntil), effects);
            else
                effects.Answer = new("known", new("已有答复，或已撤回", "It was answered or withdrawn already"), []);
            return;
        }
        if (_withdrawnAhead.ContainsKey(one.Proposal) || IsUntimely(one.ValidUntil, effects))
            return;
        foreach (var id in _withdrawnAhead.Where(ahead => ahead.Value <= now).Select(ahead => ahead.Key).ToList())
            _withdrawnAhead.Remove(id);
        if (_withdrawnAhead.Count >= MaxOpen)
        {
            effects.Refuse(JournalId, "too_many_proposals", new Text($"撤回的已有 {MaxOpen} 条", $"{MaxOpen} were withdrawn ahead"));
            return;
        }
        _withdrawnAhead[one.Proposal] = one.ValidUntil;
        effects.Remember(() => _withdrawnAhead.Remove(one.Proposal));
        effects.Record(new ProposalWithdrawn(JournalId, effects.Time, one.Proposal, one.ValidUntil));
    }

    private static bool IsUntimely(Instant until, Effects effects)
    {
        var now = effects.Now.At;
        if (CommitteeTerms.ClockProblem(effects.Now) is var (reason, unset))
            effects.Refuse(JournalId, reason, unset);
        else if (until <= now)
            effects.Refuse(JournalId, "expired", new Text("已过期", "it is not valid any more"));
        else if (until - now > Longest)
            effects.Refuse(JournalId, "valid_too_long", new Text("有效期最多 400 天", "it is valid for more than 400 days"));
        else
            return false;
        return true;
    }

    private ProposalStanding? FindOpen(string id, Effects effects)
    {
        if (_all.GetValueOrDefault(id) is not { } one)
            effects.Refuse(JournalId, "no_such_proposal", new Text($"没有建议 {id}", $"there is no proposal {id}"));
        else if (!one.IsOpenAt(effects.Now.At))
            effects.Refuse(JournalId, "proposal_over", one.Answer == ProposalAnswer.Withdrawn
                ? new Text("区里已撤回这条建议", "the district withdrew it")
                : new Text("这条建议已经答复过，或已过期", "it was answered already, or is not valid any more"));
        else
            return one;
        return null;
    }

    private static bool IsOfKind(ProposalStanding one, bool isFile, Effects effects)
    {
        if (one.Proposal.IsFile == isFile)
            return true;
        effects.Refuse(JournalId, "wrong_kind", new Text("这一种建议不这样采纳", "one of this kind is not taken up like this"));
        return false;
    }

    private void Record(ProposalFact fact, Effects effects)
    {
        var before = _all[fact.Proposal];
        _all[fact.Proposal] = before with { Answer = AnswerOf(fact) };
        effects.Remember(() => _all[fact.Proposal] = before);
        effects.Record(fact);
    }

    private static ProposalAnswer AnswerOf(Fact fact) => fact switch
    {
        ProposalTakenUp => ProposalAnswer.TakenUp,
        ProposalWithdrawn => ProposalAnswer.Withdrawn,
        _ => ProposalAnswer.Declined,
    };
}
