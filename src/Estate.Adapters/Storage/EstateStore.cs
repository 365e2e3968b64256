using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Estate.Adapters.Storage.Totals;
using Estate.Domain.Devices;
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
    private readonly JournalTable _journal;
    private readonly PreparedStatement _event;
    private readonly PreparedStatement _forget;
    private readonly LedgerTable _ledger;
    private readonly PreparedStatement _state;
    private readonly PreparedStatement _reject;
    private readonly PreparedStatement _tally;
    private readonly AlertTables _alerts;
    private readonly RuleTable _rules;
    private readonly DailyTotals _totals;
    private readonly AuditChain _audit;
    private readonly EstateDatabase _database;
    private readonly Lock _writing = new();
    private long _rejects;

    /// <summary>Facts and transfers that wait for <see cref="Settlement"/>; at first those that the last program left.</summary>
    private int _unsettled = Settlement.Most;

    public EstateStore(EstateDatabase database, IEnumerable<IDeviceKind> kinds, AuditChain audit)
    {
        (_database, _audit) = (database, audit);
        _connection = database.Open();
        _stateSchemas = kinds.ToDictionary(kind => kind.Name, kind => kind.StateSchema);
        _journal = new(_connection);
        _event = new(_connection, "INSERT OR IGNORE INTO event(device, id, hash, boot, seq, answer) VALUES($0, $1, $2, $3, $4, $5)", 6);
        _forget = new(_connection, "DELETE FROM event WHERE device = $0", 1);
        _ledger = new(_connection);
        _state = new(_connection, "INSERT INTO state(device, presence, body) VALUES($0, $1, $2) ON CONFLICT(device) DO UPDATE SET "
            + "presence = excluded.presence, body = excluded.body", 3);
        _reject = new(
            _connection, "INSERT OR REPLACE INTO reject(slot, at, topic, reason, detail, payload) VALUES($0, $1, $2, $3, $4, $5)", 6);
        _tally = new(
            _connection, "INSERT INTO poll_tally(poll, counts, words) VALUES($0, $1, $2) "
            + "ON CONFLICT DO UPDATE SET counts = excluded.counts, words = excluded.words", 3);
        _alerts = new(_connection);
        _rules = new(_connection);
        _totals = new(_connection);
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
            // Not while Dispose takes the statements away: the connection has no lock of its own (decision 67).
            lock (_writing)
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
        try
        {
            using var transaction = _connection.BeginTransaction();
            _journal.Write(batch);
            _totals.Add(batch.Facts);
            var conflicts = _ledger.Write(batch.Transfers, transaction) + WriteEvents(batch);
            foreach (var saved in batch.States.Values)
                _state.Run(
                    saved.Device.ToString(), StoredValue.Utf8(JsonSerializer.SerializeToUtf8Bytes(saved.Presence, Presence.Json)),
                    StoredValue.Utf8(JsonSerializer.SerializeToUtf8Bytes(saved.State, _stateSchemas[saved.Device.Kind])));
            conflicts += _alerts.Write(batch);
            _rules.Write(batch);
            foreach (var tally in batch.Tallies.Values)
                _tally.Run(tally.Poll, string.Join(' ', tally.Counts), string.Join('\n', tally.Words));
            foreach (var (entry, first, facts) in batch.Audit)
                _audit.Append(transaction, entry, _journal.Next + first, facts);
            var rejects = WriteRejects(batch);
            var unsettled = _unsettled + batch.Facts.Count + batch.Transfers.Count;
            if (unsettled >= Settlement.Most)
                Settlement.Run(_connection, transaction, _ledger);
            transaction.Commit();
            batch.FirstNumber = _journal.Next;
            _journal.Next += batch.Facts.Count;
            _unsettled = unsettled >= Settlement.Most ? 0 : unsettled;
            _rejects = rejects;
            Conflicts += conflicts;
        }
        catch
        {
            _journal.Forget();
            _ledger.Forget();
            throw;
        }
    }

    public void Dispose()
    {
        lock (_writing)
        {
            foreach (var statement in new[] { _event, _forget, _state, _reject, _tally })
                statement.Dispose();
            _journal.Dispose();
            _ledger.Dispose();
            _alerts.Dispose();
            _rules.Dispose();
            _totals.Dispose();
            _connection.Dispose();
        }
        _database.IsLetGo();
    }

    private int WriteEvents(CommitBatch batch)
    {
        var conflicts = 0;
        foreach (var device in batch.Forgotten)
            _forget.Run(device.ToString());
        foreach (var one in batch.Events)
            conflicts += 1 - _event.Run(
                one.Device.ToString(), one.Header.Id, unchecked((long)one.Header.BodyHash), one.Header.Boot, one.Header.Seq, one.Answer);
        return conflicts;
    }

    /// <returns>The number of the next.</returns>
    private long WriteRejects(CommitBatch batch)
    {
        var rejects = _rejects;
        foreach (var one in batch.Rejects)
            _reject.Run(
                rejects++ % KeptRejects, one.At.ToUnixTimeMilliseconds(), one.Topic, one.Rejection.Reason, one.Rejection.Detail,
                one.Payload);
        return rejects;
    }
}
