using Estate.Domain.Bins;
using Estate.Domain.Credentials;
using Estate.Domain.Devices;
using NodaTime;

namespace Estate.Domain.Points;

/// <summary>The residents' points: reacts to what stations report, and serves the redemption desk.</summary>
public sealed class PointsReactor(PointsProgramme programme, Ledger ledger, CardRegistry cards) : IReactor
{
    private readonly Awards _awards = new(programme, ledger, cards);
    private readonly Redemptions _redemptions = new(programme, ledger);
    private readonly Corrections _corrections = new(programme, ledger);
    private readonly Disputes _disputes = new();
    private readonly PolicyCommittee _committee = new(programme);
    private Instant _lastForgot = Instant.MinValue;

    public PointsProgramme Programme => programme;

    /// <summary>The facts it is made again from.</summary>
    public static readonly IReadOnlyList<Type> RecoversFrom =
        [typeof(CorrectionProposed), typeof(CorrectionApproved), typeof(TransferDisputed), typeof(DisputeSettled), typeof(PolicyProposed),
            typeof(PolicyApproved), typeof(PolicyWithdrawn)];

    /// <summary>Under whose name corrections are journaled.</summary>
    public static DeviceId JournalId => Corrections.Desk;

    /// <summary>Corrections that wait for a second person.</summary>
    public IReadOnlyList<CorrectionProposed> OpenCorrections => _corrections.Open;

    /// <summary>Rolls a household got that can still be given back, and for how long.</summary>
    public IReadOnlyList<(Transfer Reserved, Duration Left)> Undoable(string household, Duration uptime) =>
        _redemptions.Undoable(AccountId.Household(household), uptime);

    /// <summary>Households' questions that wait for an answer.</summary>
    public IReadOnlyList<TransferDisputed> OpenDisputes => _disputes.Open;

    /// <summary>What a household was answered, by transfer.</summary>
    public Dictionary<Guid, string> AnswersTo(string household) => _disputes.AnswersTo(household);

    /// <summary>Rules for points that wait for a second member of the committee.</summary>
    public IReadOnlyList<PolicyProposal> OpenPolicies => _committee.Open;

    /// <summary>Proposals and questions that were open when the gateway stopped, from the facts of <see cref="JournalId"/>.</summary>
    public void Restore(IReadOnlyCollection<Fact> facts)
    {
        _corrections.Restore(facts);
        _disputes.Restore(facts);
        _committee.Restore(facts);
    }

    public void React(Fact fact, Effects effects)
    {
        if (fact is CardTapped tap)
            _awards.OnTap(tap, effects);
        else if (fact is Deposited deposit)
            _awards.OnDeposit(deposit, effects);
    }

    public bool TryHandle(IRequest request, string by, Instant now, Effects effects)
    {
        switch (request)
        {
            case ReserveRoll reserve:
                _redemptions.Reserve(reserve, by, now, effects);
                return true;
            case PostRoll post:
                _redemptions.Resolve(post.Reservation, TransferCode.Post, by, now, effects);
                return true;
            case VoidRoll cancel:
                _redemptions.Resolve(cancel.Reservation, TransferCode.Void, by, now, effects);
                return true;
            case UndoRoll undo:
                _redemptions.Undo(undo.Reservation, by, now, effects);
                return true;
            case ProposeCorrection propose:
                _corrections.Propose(propose, by, now, effects);
                return true;
            case ApproveCorrection approve:
                _corrections.Approve(approve, by, now, effects);
                return true;
            case ReviewAwards review:
                effects.Record(new AwardsPutToReview(JournalId, effects.Time, review.Household, review.Reason, by));
                return true;
            case DisputeTransfer dispute:
                _disputes.Raise(dispute, by, now, effects);
                return true;
            case SettleDispute settle:
                _disputes.Settle(settle, by, now, effects);
                return true;
            default:
                return TryHandlePolicy(request, by, effects);
        }
    }

    private bool TryHandlePolicy(IRequest request, string by, Effects effects)
    {
        switch (request)
        {
            case ProposePolicy propose:
                _committee.Propose(propose, by, effects);
                return true;
            case ApprovePolicy approve:
                _committee.Approve(approve, by, effects);
                return true;
            case WithdrawPolicy withdraw:
                _committee.Withdraw(withdraw, by, effects);
                return true;
            default:
                return false;
        }
    }

    public void ClockStepped(Duration by) => _redemptions.Shift(by);

    public void Tick(Instant now, Effects effects)
    {
        _redemptions.Tick(now, effects);
        if (_lastForgot != Instant.MinValue && now - _lastForgot < Duration.FromHours(1))
            return;
        _lastForgot = now;
        ledger.Forget(now - PointsProgramme.IdsRememberedFor);
    }
}
