using Dapper;
using Estate.Adapters.Storage.Totals;
using Estate.Domain.Devices;
using Microsoft.Data.Sqlite;
using NodaTime;

namespace Estate.Adapters.Storage.Privacy;

/// <summary>
/// The facts whose time is over, for one run: what is recorded of devices goes, once its days are added up and the servers have
/// it. What people decided stays, and so does what the audit seals, what a device's state may be made of again, and what raised an alert
/// that is open. The newest number stays too: numbers are never given twice.
/// </summary>
internal sealed class ExpiredFacts
{
    internal const string Name = "facts";

    private const string Due = "n <= @_last AND received < @_before AND n NOT IN (SELECT n FROM temp.kept_fact)";

    private readonly SqliteConnection _connection;
    private readonly LocalDate _lastDay;
    private readonly long _before;
    private readonly long _last;
    private long _after = long.MinValue;

    /// <param name="servers">Who is to have a fact before it goes.</param>
    /// <param name="kinds">Of devices; what else is in the journal are people's desks.</param>
    internal ExpiredFacts(
        SqliteConnection connection, Instant cutoff, IReadOnlyList<string> servers, IReadOnlyList<IDeviceKind> kinds,
        Func<Type, string> wordOf)
    {
        _connection = connection;
        // Whole days, in every zone: one that was added up loses either none of its facts or all.
        (Cutoff, _lastDay) = (cutoff, cutoff.InUtc().Date.PlusDays(-1));
        _before = _lastDay.AtStartOfDayInZone(DateTimeZone.Utc).ToInstant().ToUnixTimeMilliseconds();
        _last = LastNumber(servers);
        connection.Execute("CREATE TEMP TABLE IF NOT EXISTS kept_fact(n INTEGER PRIMARY KEY); DELETE FROM temp.kept_fact");
        if (_last > 0)
            Keep(kinds, wordOf);
    }

    internal Instant Cutoff { get; }

    /// <summary>How many are due.</summary>
    internal long Count() => _connection.ExecuteScalar<long>($"SELECT count(*) FROM fact WHERE {Due}", new { _last, _before });

    /// <summary>From now on the totals alone know those days, also when they are added up anew for another zone.</summary>
    internal void CloseDays()
    {
        var day = DailyTotals.DayOf(_lastDay);
        using var transaction = _connection.BeginTransaction();
        _connection.Execute(
            "DELETE FROM daily_return WHERE participants = 0; INSERT INTO daily_return(slice, day, next_day, participants) "
                + "SELECT DISTINCT slice, @day, @Never, 0 FROM daily_total WHERE day <= @day",
            new { day, DailyReturns.Never }, transaction);
        transaction.Commit();
    }

    /// <summary>The oldest of them, in one short transaction.</summary>
    /// <returns>How many went; 0 when none is left.</returns>
    internal int DeleteNext(int limit)
    {
        // Looked for before anything is locked: that may take its time.
        var numbers = _connection.Query<long>(
            $"SELECT n FROM fact WHERE n > @_after AND {Due} ORDER BY n LIMIT @limit", new { _after, _last, _before, limit }).ToList();
        if (numbers.Count == 0)
            return 0;
        using var transaction = _connection.BeginTransaction();
        _connection.Execute("DELETE FROM fact WHERE n = @n", numbers.Select(n => new { n }), transaction);
        // Who compares a time-series server with the journal must not take these for strangers.
        _connection.Execute(
            "INSERT INTO expired(id, fact, before) VALUES(1, @newest, @_before) "
                + "ON CONFLICT DO UPDATE SET fact = max(fact, excluded.fact), before = max(before, excluded.before)",
            new { newest = numbers[^1], _before }, transaction);
        transaction.Commit();
        _after = numbers[^1];
        return numbers.Count;
    }

    /// <summary>Up to which number facts may go; 0 for none: while totals are being added up, or before a server has anything.</summary>
    private long LastNumber(IReadOnlyList<string> servers)
    {
        if (TotalsState.Read(_connection) is not { IsComplete: true })
            return 0;
        var (first, newest) = _connection.QuerySingle<(long? First, long? Newest)>(
            "SELECT (SELECT min(n) FROM journal), (SELECT max(n) FROM journal)");
        if (first is not { } low || newest is not { } high)
            return 0;
        var sent = servers.Select(server =>
            _connection.ExecuteScalar<long?>("SELECT n FROM series_cursor WHERE server = @server", new { server }) ?? 0)
            .Append(high).Min();
        return Math.Min(Math.Min(high, FirstSince(low, high)) - 1, sent);
    }

    /// <summary>Numbers follow the receipt: halving finds the first that is younger without reading all that is older.</summary>
    private long FirstSince(long low, long high)
    {
        while (low < high)
        {
            var middle = low + ((high - low) / 2);
            var received = _connection.ExecuteScalar<long>(
                "SELECT received FROM fact WHERE n >= @middle ORDER BY n LIMIT 1", new { middle });
            if (received < _before)
                low = middle + 1;
            else
                high = middle;
        }
        return low;
    }

    private void Keep(IReadOnlyList<IDeviceKind> kinds, Func<Type, string> wordOf)
    {
        const string keep = "INSERT OR IGNORE INTO temp.kept_fact SELECT n FROM";
        _connection.Execute(
            $"""
            {keep} (SELECT journal.n FROM audit JOIN journal ON journal.n BETWEEN audit.first_fact AND audit.first_fact + audit.facts - 1
              WHERE audit.facts > 0 AND audit.first_fact <= @_last);
            {keep} (SELECT one.n FROM alert JOIN device ON device.name = alert.device
              CROSS JOIN fact_type ON fact_type.type = 'alert_raised'
              CROSS JOIN journal_device AS one ON one.device = device.id AND one.type = fact_type.id AND one.n <= @_last
              JOIN journal ON journal.n = one.n AND journal.at >= alert.since
              WHERE alert.closed IS NULL
              UNION ALL SELECT journal.n FROM alert JOIN device ON device.name = alert.device
              CROSS JOIN fact_type ON fact_type.type = 'alert_raised'
              JOIN journal ON journal.n > (SELECT fact FROM settled) AND journal.n <= @_last
                AND journal.device = device.id AND journal.type = fact_type.id AND journal.at >= alert.since
              WHERE alert.closed IS NULL);
            """, new { _last });
        var known = kinds.ToDictionary(kind => kind.Name);
        foreach (var device in KnownDevices.OfFacts(_connection))
            if (!DeviceId.TryParse(device, out var id) || !known.TryGetValue(id.Kind, out var kind))
                _connection.Execute($"{keep} ({NewestFacts.Between})", new { device, low = 0L, high = _last });
            else if (kind is IRecoverableKind recoverable)
                foreach (var type in recoverable.RecoversFrom.Select(wordOf))
                    _connection.Execute(
                        $"{keep} ({NewestFacts.OfType}) WHERE n <= @_last",
                        new { device, type, _last, limit = Retention.KeptToRecoverFrom });
    }
}
