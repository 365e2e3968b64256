using System.Globalization;
using Estate.Domain.Devices;
using NodaTime;

namespace Estate.Domain.Points;

/// <summary>Mistakes put right by a transfer that one person proposes, with a reason, and another approves.</summary>
internal sealed class Corrections(PointsProgramme programme, Ledger ledger)
{
    private const int MaxPoints = 10_000;

    /// <summary>Under whose name corrections are journaled.</summary>
    public static readonly DeviceId Desk = new("gateway", "desk");

    private readonly Dictionary<string, CorrectionProposed> _open = [];

    internal IReadOnlyList<CorrectionProposed> Open => [.. _open.Values];

    internal void Restore(IEnumerable<Fact> facts)
    {
        var all = facts.ToList();
        var approved = all.OfType<CorrectionApproved>().Select(fact => fact.Proposal).ToHashSet();
        foreach (var proposed in all.OfType<CorrectionProposed>().Where(fact => !approved.Contains(fact.Proposal)))
            _open[proposed.Proposal] = proposed;
    }

    internal void Propose(ProposeCorrection request, string by, Instant now, Effects effects)
    {
        if (request.Points is 0 or < -MaxPoints or > MaxPoints || string.IsNullOrWhiteSpace(request.Household) || string.IsNullOrWhiteSpace(request.Reason))
        {
            effects.Refuse(default, "bad_correction", $"needs 1 to {MaxPoints} points either way, and a reason");
            return;
        }
        var id = string.Create(CultureInfo.InvariantCulture, $"{now.ToUnixTimeMilliseconds()}-{_open.Count}");
        var proposed = new CorrectionProposed(Desk, EventTime.Now(now), id, request.Household, request.Points, request.Reason.Trim(), by);
        _open.Add(id, proposed);
        effects.Remember(() => _open.Remove(id));
        effects.Record(proposed);
        effects.Answer = PointsAnswers.Done("proposed", new("已提交，待第二人批准", "Proposed, a second person must approve"), BalanceOf(request.Household), id);
    }

    internal void Approve(ApproveCorrection request, string by, Instant now, Effects effects)
    {
        if (!_open.TryGetValue(request.Proposal, out var proposed))
            effects.Refuse(default, "no_such_proposal", $"proposal {request.Proposal} is not open");
        else if (string.Equals(proposed.By, by, StringComparison.OrdinalIgnoreCase))
            effects.Refuse(default, "second_person_needed", $"{by} proposed it; somebody else must approve");
        else
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
            effects.Refuse(default, "not_enough_points", $"{BalanceOf(proposed.Household)} points, {-proposed.Points} asked");
            return;
        }
        _open.Remove(proposed.Proposal);
        effects.Remember(() => _open[proposed.Proposal] = proposed);
        effects.Remember(() => ledger.Undo(transfer));
        effects.Transfer(transfer);
        effects.Record(new CorrectionApproved(Desk, EventTime.Now(now), proposed.Proposal, by));
        effects.Answer = PointsAnswers.Done("corrected", new("已更正", "Corrected"), BalanceOf(proposed.Household), proposed.Proposal);
    }

    private long BalanceOf(string household) => ledger.BalanceOf(AccountId.Household(household));
}
