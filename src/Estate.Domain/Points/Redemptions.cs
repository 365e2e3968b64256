using Estate.Domain.Approvals;
using Estate.Domain.Devices;
using NodaTime;

namespace Estate.Domain.Points;

/// <summary>Points for rolls: reserve, then post or void. Both ends share one id, so only one of them can happen.</summary>
internal sealed class Redemptions(PointsProgramme programme, Ledger ledger)
{
    private readonly Dictionary<Guid, Duration> _shiftAt = [];

    /// <summary>Rolls of the last minutes by their reservations, and when by the stopwatch each was handed out.</summary>
    private readonly Dictionary<Guid, (Transfer Reserved, Duration At)> _handedOut = [];
    private Duration _shift;

    internal void Reserve(ReserveRoll request, string by, Instant now, Effects effects)
    {
        if (string.IsNullOrWhiteSpace(request.Household))
        {
            effects.Refuse(Corrections.Desk, "bad_household", new Text("要写住户门牌", "whose points? name a household"));
            return;
        }
        var price = programme.Policies.At(now).PointsPerRoll;
        var household = AccountId.Household(request.Household);
        var id = TransferIds.Reservation(request.Household, now, by);
        var transfer = new Transfer(id, household, AccountId.Reserved, price, TransferCode.Reserve, now, request.Household, by);
        Conclude(transfer, null, "reserved", new("已预留一卷垃圾袋", "One roll is set aside"), effects);
    }

    internal void Resolve(Guid reservation, TransferCode code, string by, Instant now, Effects effects)
    {
        if (ledger.Reservation(reservation) is not { } reserved)
        {
            effects.Refuse(Corrections.Desk, "no_such_reservation",
                new Text($"没有预留 {reservation:D}：不存在、已发放或已取消", $"{reservation:D} is not open: unknown, handed out or cancelled"));
            return;
        }
        _shiftAt.Remove(reservation);
        var to = code == TransferCode.Post ? AccountId.Rolls : reserved.Debit;
        var transfer = new Transfer(
            TransferIds.Resolution(reserved), AccountId.Reserved, to, reserved.Points, code, now, reservation.ToString("D"), by);
        var text = code == TransferCode.Post ? new Text("已发放", "Handed out") : new Text("已取消，积分已退回", "Cancelled, points are back");
        Conclude(transfer, reserved, code == TransferCode.Post ? "posted" : "voided", text, effects);
    }

    internal IReadOnlyList<(Transfer Reserved, Duration Left)> Undoable(AccountId household, Duration uptime) =>
        [.. _handedOut.Values.Where(one => one.Reserved.Debit == household && uptime - one.At < SecondThoughts.Last)
            .Select(one => (one.Reserved, SecondThoughts.Last - (uptime - one.At)))];

    /// <summary>The roll comes back to the desk.</summary>
    internal void Undo(Guid reservation, string by, Instant now, Effects effects)
    {
        if (!_handedOut.TryGetValue(reservation, out var one) || effects.Now.Uptime - one.At >= SecondThoughts.Last)
        {
            effects.Refuse(Corrections.Desk, "too_late",
                new Text("只能在发放后 10 分钟内撤销；之后请提更正，由第二人批准",
                    "A roll is taken back within ten minutes; after that a correction does it, which a second person approves"));
            return;
        }
        _handedOut.Remove(reservation);
        effects.Remember(() => _handedOut[reservation] = one);
        var transfer = new Transfer(
            TransferIds.Undo(one.Reserved), AccountId.Rolls, one.Reserved.Debit, one.Reserved.Points, TransferCode.Undo, now,
            reservation.ToString("D"), by);
        Conclude(transfer, one.Reserved, "undone", new("已撤销，积分已退回", "Undone, the points are back"), effects);
    }

    /// <summary>The wall clock jumped; a roll set aside a minute ago is still a minute old.</summary>
    internal void Shift(Duration by) => _shift += by;

    internal void Tick(Instant now, Effects effects)
    {
        foreach (var (id, one) in _handedOut)
            if (effects.Now.Uptime - one.At >= SecondThoughts.Last)
                _handedOut.Remove(id);
        foreach (var open in ledger.OpenReservations.Where(one => now - one.At - ShiftSince(one) > PointsProgramme.ReservationLasts)
            .ToList())
            Resolve(open.Id, TransferCode.Void, "gateway", now, effects);
    }

    /// <summary>Steps of the clock since a reservation; those from before the start are not known, and count as none.</summary>
    private Duration ShiftSince(Transfer reservation) => _shift - _shiftAt.GetValueOrDefault(reservation.Id);

    /// <param name="ended">The reservation it ends, if it does.</param>
    private void Conclude(Transfer transfer, Transfer? ended, string result, Text text, Effects effects)
    {
        var household = (ended ?? transfer).Debit;
        var verdict = ledger.Apply(transfer);
        if (verdict == LedgerVerdict.Applied)
        {
            if (transfer.Code == TransferCode.Reserve)
                _shiftAt[transfer.Id] = _shift;
            // What is undone ends no reservation: that one ended when the roll was handed out.
            effects.Remember(() => ledger.Undo(transfer, transfer.Code == TransferCode.Undo ? null : ended));
            if (transfer.Code == TransferCode.Post)
            {
                _handedOut[ended!.Id] = (ended, effects.Now.Uptime);
                effects.Remember(() => _handedOut.Remove(ended.Id));
            }
            effects.Add(new Transferred(transfer));
            effects.Answer = PointsAnswerTexts.Done(result, text, ledger.BalanceOf(household), transfer.Id.ToString("D"));
        }
        else if (verdict == LedgerVerdict.Insufficient)
        {
            var balance = ledger.BalanceOf(household);
            effects.Refuse(Corrections.Desk, "not_enough_points",
                new Text($"积分不够：现有 {balance} 分，一卷要 {transfer.Points} 分", $"{balance} points, a roll costs {transfer.Points}"));
        }
        else
            effects.Refuse(Corrections.Desk, "already_done", new Text($"{transfer.Id:D} 已经记过", $"transfer {transfer.Id:D} exists"));
    }
}
