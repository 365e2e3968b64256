using System.Globalization;
using Estate.Domain.Approvals;
using Estate.Domain.Devices;
using NodaTime;

namespace Estate.Domain.Points;

/// <summary>Errors put right by a transfer that one person proposes, with a reason, and another approves.</summary>
internal sealed class Corrections(PointsProgramme programme, Ledger ledger)
{
    private const int MaxPoints = 10_000;

    /// <summary>Under whose name corrections are journaled.</summary>
    public static readonly DeviceId Desk = new("gateway", "desk");

    private Proposals<CorrectionProposed> _proposals = new([], 0);

    internal IReadOnlyList<CorrectionProposed> Open => _proposals.Open;

    internal void Restore(IReadOnlyCollection<Fact> facts)
    {
        var approved = facts.OfType<CorrectionApproved>().Select(fact => fact.Proposal).ToHashSet();
        var proposed = facts.OfType<CorrectionProposed>().Reverse().ToList();
        var ever = Proposals.HighestNumber(proposed.Select(one => one.Proposal).Concat(approved));
        _proposals = new([.. proposed.Where(fact => !approved.Contains(fact.Proposal))], ever);
    }

    internal void Propose(ProposeCorrection request, string by, Instant now, Effects effects)
    {
        if (request.Points is 0 or < -MaxPoints or > MaxPoints || string.IsNullOrWhiteSpace(request.Household)
            || string.IsNullOrWhiteSpace(request.Reason))
        {
            effects.Refuse(
                Desk, "bad_correction",
                new Text($"要写门牌、原因，加减 1 到 {MaxPoints} 分", $"needs a household, 1 to {MaxPoints} points either way, and a reason"));
            return;
        }
        var id = string.Create(CultureInfo.InvariantCulture, $"{now.ToUnixTimeMilliseconds()}-{_proposals.Next}");
        var proposed = new CorrectionProposed(Desk, EventTime.Now(now), id, request.Household, request.Points, request.Reason.Trim(), by);
        _proposals = _proposals.Add(proposed);
        effects.Remember(() => _proposals = _proposals.Without(id));
        effects.Record(proposed);
        effects.Answer = PointsAnswerTexts.Done(
            "proposed", new("已提交，待第二人批准", "Proposed, a second person must approve"), BalanceOf(request.Household), id);
    }

    internal void Approve(ApproveCorrection request, string by, Instant now, Effects effects)
    {
        if (_proposals.FindApprovable(request.Proposal, Desk, effects) is { } proposed)
            Carry(proposed, by, now, effects);
    }

    private void Carry(CorrectionProposed proposed, string by, Instant now, Effects effects)
    {
        var household = AccountId.Household(proposed.Household);
        var (from, to) = proposed.Points > 0 ? (AccountId.Adjustment, household) : (household, AccountId.Adjustment);
        var transfer = new Transfer(
            TransferIds.Correction(programme.Name, proposed.Proposal, now.InUtc().Date), from, to, Math.Abs(proposed.Points),
            TransferCode.Correction, now, proposed.Reason, $"{proposed.By}, approved by {by}");
        if (ledger.Apply(transfer) == LedgerVerdict.Insufficient)
        {
            var balance = BalanceOf(proposed.Household);
            effects.Refuse(Desk, "not_enough_points",
                new Text($"积分不够：现有 {balance} 分，要扣 {-proposed.Points} 分", $"{balance} points, {-proposed.Points} asked"));
            return;
        }
        _proposals = _proposals.Without(proposed.Proposal);
        effects.Remember(() => _proposals = _proposals.PutBack(proposed));
        effects.Remember(() => ledger.Undo(transfer));
        effects.Add(new Transferred(transfer));
        effects.Record(new CorrectionApproved(Desk, EventTime.Now(now), proposed.Proposal, by));
        effects.Answer = PointsAnswerTexts.Done("corrected", new("已更正", "Corrected"), BalanceOf(proposed.Household), proposed.Proposal);
    }

    private long BalanceOf(string household) => ledger.BalanceOf(AccountId.Household(household));
}
