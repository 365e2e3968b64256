using System.Globalization;
using Estate.Domain.Approvals;
using Estate.Domain.Devices;

namespace Estate.Domain.Charging;

/// <summary>Sessions of more than ten hours: one person proposes the limit, another approves it (domain facts 2.2).</summary>
internal static class LongSessions
{
    /// <summary>Up to here, inclusive, one person decides.</summary>
    internal const double FromMinutes = 600;

    private const string Limit = "max_minutes";

    internal static bool NeedsTwo(BoardParameters wanted, BoardParameters inForce) =>
        wanted.MaxMinutes > FromMinutes && wanted.MaxMinutes > inForce.MaxMinutes;

    internal static ChargerState Propose(ChargerState state, ConfigureCharger order, BoardParameters wanted, BoardStep step)
    {
        var effects = step.Effects;
        if (order.Values.Count > 1)
            return effects.Refuse(
                state, step.Device, "two_persons_needed",
                new("超过 10 小时的时限须由两人决定，请单独提出 max_minutes",
                "two persons decide on more than 10 hours: send max_minutes alone, and the rest without it"));
        if (effects.By is not { } author || !state.Pending.HasRoom(step.Device, effects))
            return state;
        var id = string.Create(CultureInfo.InvariantCulture, $"limit-{state.Pending.Next}");
        var proposal = new LimitProposal(id, wanted.MaxMinutes, author);
        effects.Record(new LongSessionProposed(step.Device, effects.Time, id, proposal.MaxMinutes, author));
        effects.Answer = new(
            "proposed", new("超过 10 小时，待另一人批准", "More than 10 hours: another person must approve"), [])
        { Detail = id };
        return state.With(state.Pending.Add(proposal));
    }

    internal static ChargerState Approve(ChargerState state, ApproveLongSession order, BoardStep step)
    {
        var effects = step.Effects;
        if (state.Pending.FindApprovable(order.Proposal, step.Device, effects) is not { } proposal || effects.By is not { } by)
            return state;
        var minutes = proposal.MaxMinutes.ToString(CultureInfo.InvariantCulture);
        var (wanted, problems) = state.Parameters.With([new(Limit, minutes)]);
        if (wanted is null)
            return effects.Refuse(state, step.Device, "bad_parameters", Text.Joined(problems));
        if (ChargerOrders.IsBusy(state))
            return ChargerOrders.Busy(state, step);
        effects.Record(new LongSessionApproved(step.Device, effects.Time, proposal.Id, proposal.MaxMinutes, proposal.Author, by));
        return ChargerOrders.Apply(state.With(state.Pending.Without(proposal.Id)), wanted, step);
    }

    internal static ChargerState Withdraw(ChargerState state, WithdrawLongSession order, BoardStep step)
    {
        var effects = step.Effects;
        if (state.Pending.Find(order.Proposal, step.Device, effects) is not { } proposal)
            return state;
        effects.Record(new LongSessionWithdrawn(step.Device, effects.Time, proposal.Id, effects.By ?? ""));
        effects.Answer = Proposals.Withdrawn(proposal.Id);
        return state.With(state.Pending.Without(proposal.Id));
    }
}
