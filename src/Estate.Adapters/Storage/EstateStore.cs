using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Dapper;
using Estate.Adapters.Storage.Totals;
using Estate.Domain.Devices;
using Estate.Domain.Points;
using Microsoft.Data.Sqlite;

namespace Estate.Adapters.Storage;

/// <summary>
/// The one writer of the estate's database. A batch is one transaction, synced to the disk before <see cref="Commit"/>
/// returns; a kill at any instant leaves all of it or nothing.
/// </summary>
public sealed class EstateStore : IDisposable
{
    private const int KeptRejects = 5000;

    private readonly SqliteConnection _connection;
    private readonly Dictionary<string, JsonTypeInfo> _stateSchemas;
    private readonly PreparedStatement _fact;
    private readonly PreparedStatement _event;
    private readonly PreparedStatement _forget;
    private readonly PreparedStatement _transfer;
    private readonly PreparedStatement _account;
    private readonly PreparedStatement _state;
    private readonly PreparedStatement _reject;
    private readonly PreparedStatement _tally;
    private readonly AlertTables _alerts;
    private readonly RuleTable _rules;
    private readonly DailyTotals _totals;
    private readonly AuditChain _audit;
    private readonly Dictionary<AccountId, long> _deltas = [];
    private readonly EstateDatabase _database;
    private long _rejects;

    /// <summary>The number of the next fact.</summary>
    private long _facts;

    public EstateStore(EstateDatabase database, IEnumerable<IDeviceKind> kinds, AuditChain audit)
    {
        (_database, _audit) = (database, audit);
        _connection = database.Open();
        _stateSchemas = kinds.ToDictionary(kind => kind.Name, kind => kind.StateSchema);
        _fact = new(
            _connection, "INSERT INTO fact(at, received, device, slice, body, type, n, step) VALUES($0, $1, $2, $3, $4, $5, $6, $7)", 8);
        _event = new(_connection, "INSERT OR IGNORE INTO event(device, id, hash, boot, seq, answer) VALUES($0, $1, $2, $3, $4, $5)", 6);
        _forget = new(_connection, "DELETE FROM event WHERE device = $0", 1);
        _transfer = new(
            _connection,
            "INSERT OR IGNORE INTO transfer(id, at, debit, credit, points, code, reference, by) VALUES($0, $1, $2, $3, $4, $5, $6, $7)", 8);
        _account = new(
            _connection,
            "INSERT INTO account(name, balance) VALUES($0, $1) ON CONFLICT(name) DO UPDATE SET balance = balance + excluded.balance", 2);
        _state = new(_connection, "INSERT INTO state(device, presence, body) VALUES($0, $1, $2) ON CONFLICT(device) DO UPDATE SET "
            + "presence = excluded.presence, body = excluded.body", 3);
        _reject = new(
            _connection, "INSERT OR REPLACE INTO reject(slot, at, topic, reason, detail, payload) VALUES($0, $1, $2, $3, $4, $5)", 6);
        _tally = new(
            _connection, "INSERT INTO poll_tally(poll, counts) VALUES($0, $1) ON CONFLICT DO UPDATE SET counts = excluded.counts", 2);
        _alerts = new(_connection);
        _rules = new(_connection);
        _totals = new(_connection);
        _facts = _connection.ExecuteScalar<long?>("SELECT max(n) FROM fact") + 1 ?? 1;
        using var newest = _connection.CreateCommand();
        newest.CommandText = "SELECT slot FROM reject ORDER BY at DESC LIMIT 1";
        _rejects = newest.ExecuteScalar() is long slot ? slot + 1 : 0;
        database.IsHeldOpen();
    }

    /// <summary>Events, transfers and open alerts the store knew already although the machine did not; should stay zero.</summary>
    public long Conflicts { get; private set; }

    /// <summary>A file of the database that is not where it was; null while all are.</summary>
    public string? Missing => _database.Missing;

    /// <summary>What was written into a file that is gone must not be acknowledged.</summary>
    /// <exception cref="IOException">A file of the database is not where it was.</exception>
    public void RequireInPlace()
    {
        if (Missing is { } problem)
            throw new IOException(problem);
    }

    /// <exception cref="IOException">The disk: nothing of the batch was written; it can be committed again.</exception>
    /// <exception cref="UnwritableBatchException">Not the disk: nothing of the batch was written, and it never can be as it is.</exception>
    public void Commit(CommitBatch batch)
    {
        RequireInPlace();
        try
        {
            Write(batch);
        }
        catch (SqliteException failure) when (!StorageErrorTexts.IsOfTheData(failure))
        {
            throw new IOException(StorageErrorTexts.Of(failure), failure);
        }
        catch (Exception mistake) when (mistake is not (IOException or OutOfMemoryException or ObjectDisposedException))
        {
            throw new UnwritableBatchException(mistake.Message, mistake);
        }
    }

    /// <summary>False for a state that no commit can ever hold.</summary>
    public bool IsWritable(Saved saved)
    {
        try
        {
            return JsonSerializer.Serialize(saved.State, _stateSchemas[saved.Device.Kind]).Length > 0;
        }
        catch (Exception mistake) when (mistake is not OutOfMemoryException)
        {
            return false;
        }
    }

    private void Write(CommitBatch batch)
    {
        using var transaction = _connection.BeginTransaction();
        WriteFacts(batch, transaction);
        _totals.Add(transaction, batch.Facts);
        var conflicts = WriteTransfers(batch, transaction);
        foreach (var device in batch.Forgotten)
            _forget.Run(transaction, device.ToString());
        foreach (var one in batch.Events)
            conflicts += 1 - _event.Run(
                transaction, one.Device.ToString(), one.Header.Id, unchecked((long)one.Header.BodyHash), one.Header.Boot, one.Header.Seq,
                one.Answer);
        foreach (var saved in batch.States.Values)
            _state.Run(transaction, saved.Device.ToString(),
                JsonSerializer.Serialize(saved.Presence, Presence.Json),
                JsonSerializer.Serialize(saved.State, _stateSchemas[saved.Device.Kind]));
        conflicts += _alerts.Write(batch, transaction);
        _rules.Write(batch, transaction);
        foreach (var tally in batch.Tallies.Values)
            _tally.Run(transaction, tally.Poll, string.Join(' ', tally.Counts));
        foreach (var (entry, first, facts) in batch.Audit)
            _audit.Append(transaction, entry, _facts + first, facts);
        var rejects = _rejects;
        foreach (var one in batch.Rejects)
            _reject.Run(
                transaction, rejects++ % KeptRejects, one.At.ToUnixTimeMilliseconds(), one.Topic, one.Rejection.Reason,
                one.Rejection.Detail, one.Payload);
        transaction.Commit();
        _facts += batch.Facts.Count;
        _rejects = rejects;
        Conflicts += conflicts;
    }

    public void Dispose()
    {
        foreach (var statement in new[] { _fact, _event, _forget, _transfer, _account, _state, _reject, _tally })
            statement.Dispose();
        _alerts.Dispose();
        _rules.Dispose();
        _totals.Dispose();
        _connection.Dispose();
        _database.IsLetGo();
    }

    private void WriteFacts(CommitBatch batch, SqliteTransaction transaction)
    {
        var (step, next) = (_facts, 0);
        for (var i = 0; i < batch.Facts.Count; i++)
        {
            for (; next < batch.Steps.Count && batch.Steps[next] <= i; next++)
                step = _facts + i;
            var fact = batch.Facts[i];
            _fact.Run(transaction,
                fact.Time.At.ToUnixTimeMilliseconds(), fact.Time.ReceivedAt.ToUnixTimeMilliseconds(),
                fact.Device.ToString(), fact.Slice, JsonSerializer.Serialize(fact, fact.Schema), FactTypes.WordOf(fact), _facts + i, step);
        }
    }

    private int WriteTransfers(CommitBatch batch, SqliteTransaction transaction)
    {
        var conflicts = 0;
        _deltas.Clear();
        foreach (var one in batch.Transfers)
        {
            var isNew = _transfer.Run(transaction,
                one.Id.ToByteArray(bigEndian: true), one.At.ToUnixTimeMilliseconds(), one.Debit.Name, one.Credit.Name,
                one.Points, (int)one.Code, one.Reference, one.By) == 1;
            if (!isNew)
            {
                conflicts++;
                continue;
            }
            _deltas[one.Debit] = _deltas.GetValueOrDefault(one.Debit) - one.Points;
            _deltas[one.Credit] = _deltas.GetValueOrDefault(one.Credit) + one.Points;
        }
        foreach (var (account, delta) in _deltas)
            _account.Run(transaction, account.Name, delta);
        return conflicts;
    }
}
