using NodaTime;

namespace Estate.Domain.Points;

/// <summary>
/// Double-entry balances. Every transfer takes from one account what it gives to another, so the sum of all balances is
/// zero. Ids are remembered for as long as events can still bring the same award (see <see cref="Forget"/>); older ones
/// are guarded by the store's unique index.
/// </summary>
public sealed class Ledger
{
    private readonly Dictionary<AccountId, long> _balances = [];
    private readonly Dictionary<Guid, Instant> _ids = [];
    private readonly Dictionary<Guid, Transfer> _reservations = [];
    private long _issuance;

    /// <summary>Points ever awarded. May be read from any thread.</summary>
    public long Issued => -Volatile.Read(ref _issuance);

    public long BalanceOf(AccountId account) => _balances.GetValueOrDefault(account);

    public long Sum => _balances.Values.Sum();

    public IReadOnlyCollection<Transfer> OpenReservations => _reservations.Values;

    public bool Contains(Guid id) => _ids.ContainsKey(id);

    /// <exception cref="ArgumentOutOfRangeException">Points not positive, or both accounts the same.</exception>
    public LedgerVerdict Apply(Transfer transfer)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(transfer.Points);
        ArgumentOutOfRangeException.ThrowIfEqual(transfer.Credit, transfer.Debit);
        if (!_ids.TryAdd(transfer.Id, transfer.At))
            return LedgerVerdict.AlreadyApplied;
        if (transfer.Debit.IsHousehold && BalanceOf(transfer.Debit) < transfer.Points)
        {
            _ids.Remove(transfer.Id);
            return LedgerVerdict.Insufficient;
        }
        Add(transfer.Debit, -transfer.Points);
        Add(transfer.Credit, transfer.Points);
        if (transfer.Code == TransferCode.Reserve)
            _reservations.Add(transfer.Id, transfer);
        else if (transfer.Code is TransferCode.Post or TransferCode.Void)
            _reservations.Remove(Guid.Parse(transfer.Reference));
        return LedgerVerdict.Applied;
    }

    /// <summary>Takes back a transfer that could not be kept.</summary>
    /// <param name="ended">The reservation it ended, if it did: open again.</param>
    public void Undo(Transfer transfer, Transfer? ended = null)
    {
        if (!_ids.Remove(transfer.Id))
            return;
        Add(transfer.Debit, transfer.Points);
        Add(transfer.Credit, -transfer.Points);
        _reservations.Remove(transfer.Id);
        if (ended is not null)
            _reservations[ended.Id] = ended;
    }

    public Transfer? Reservation(Guid id) => _reservations.GetValueOrDefault(id);

    /// <summary>Puts back what the store holds: balances of all time, ids of the recent past, open reservations.</summary>
    public void Restore(
        IEnumerable<(AccountId Account, long Balance)> balances, IEnumerable<(Guid Id, Instant At)> ids, IEnumerable<Transfer> reservations)
    {
        foreach (var (account, balance) in balances)
            Add(account, balance);
        foreach (var (id, at) in ids)
            _ids[id] = at;
        foreach (var reservation in reservations)
            _reservations[reservation.Id] = reservation;
    }

    /// <summary>Drops ids older than any event that could still be awarded; a bounded memory.</summary>
    public void Forget(Instant before)
    {
        foreach (var (id, at) in _ids)
            if (at < before && !_reservations.ContainsKey(id))
                _ids.Remove(id);
    }

    private void Add(AccountId account, long points)
    {
        var balance = _balances[account] = BalanceOf(account) + points;
        if (account == AccountId.Issuance)
            Volatile.Write(ref _issuance, balance);
    }
}
