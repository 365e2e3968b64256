using Dapper;
using Microsoft.Data.Sqlite;

namespace Estate.Adapters.Storage;

/// <summary>
/// Schema 14. What a visit writes touches few pages: devices and types are numbers, a fact's body holds only what its columns do not say,
/// and what can be derived (the journal's indexes, balances, each household's chain of transfers) is written for many at once
/// (<see cref="Settlement"/>). The views <c>fact</c> and <c>account</c> are what the tables of these names were, to the letter.
/// </summary>
internal static class CompactTables
{
    internal const int Schema = 14;

    /// <summary>Facts copied at a time, so that somebody who waits can be told how far it is.</summary>
    private const int Piece = 100_000;

    /// <summary>
    /// Numbers instead of words; then the facts are copied by <see cref="CopyFacts"/>. What is derived comes up to <c>settled</c>; what is
    /// newer is little, and read from where it is derived from.
    /// </summary>
    internal const string Begin =
        """
        DROP INDEX fact_type;
        DROP INDEX fact_at;
        DROP INDEX fact_fired;
        CREATE TABLE device(id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);
        CREATE TABLE fact_type(id INTEGER PRIMARY KEY, slice TEXT NOT NULL, type TEXT NOT NULL, UNIQUE(slice, type));
        CREATE TABLE journal(
            n INTEGER PRIMARY KEY, at INTEGER NOT NULL, delay INTEGER NOT NULL, clock INTEGER, device INTEGER NOT NULL,
            type INTEGER NOT NULL, since_step INTEGER NOT NULL, body TEXT NOT NULL);
        CREATE TABLE journal_device(
            device INTEGER NOT NULL, type INTEGER NOT NULL, n INTEGER NOT NULL, PRIMARY KEY(device, type, n)) WITHOUT ROWID;
        CREATE TABLE journal_time(at INTEGER NOT NULL, n INTEGER NOT NULL, PRIMARY KEY(at, n)) WITHOUT ROWID;
        CREATE TABLE settled(id INTEGER PRIMARY KEY CHECK(id = 1), fact INTEGER NOT NULL, transfer INTEGER NOT NULL);
        INSERT INTO settled(id, fact, transfer) VALUES(1, 0, 0);
        ALTER TABLE fact RENAME TO fact_in_full;
        INSERT INTO device(name) SELECT DISTINCT device FROM fact_in_full;
        INSERT INTO fact_type(slice, type) SELECT DISTINCT slice, type FROM fact_in_full;
        """;

    /// <summary>Bodies stay as they are: what the audit has sealed must stay the same. Over <c>@after</c> and <c>@until</c>.</summary>
    private const string CopyFacts =
        """
        INSERT INTO journal(n, at, delay, clock, device, type, since_step, body)
        SELECT n, at, received - at, NULL, device.id, fact_type.id, iif(step > 0, n - step, n), body
        FROM fact_in_full CROSS JOIN device ON device.name = fact_in_full.device
          CROSS JOIN fact_type ON fact_type.slice = fact_in_full.slice AND fact_type.type = fact_in_full.type
        WHERE n > @after AND n <= @until ORDER BY n
        """;

    /// <summary>A chain's place is kept free with the largest number, so that a row does not outgrow its page when it is known.</summary>
    private const string Finish =
        """
        DROP TABLE fact_in_full;
        INSERT INTO journal_device SELECT device, type, n FROM journal ORDER BY device, type, n;
        INSERT INTO journal_time SELECT at, n FROM journal ORDER BY at, n;
        ALTER TABLE transfer RENAME TO transfer_unchained;
        DROP INDEX transfer_resolution;
        DROP INDEX transfer_household;
        CREATE TABLE transfer(
            n INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, at INTEGER NOT NULL, debit TEXT NOT NULL, credit TEXT NOT NULL,
            points INTEGER NOT NULL CHECK(points > 0), code INTEGER NOT NULL, reference TEXT NOT NULL, by TEXT NOT NULL,
            previous INTEGER NOT NULL DEFAULT -2147483648);
        INSERT INTO transfer(n, id, at, debit, credit, points, code, reference, by)
        SELECT n, id, at, debit, credit, points, code, reference, by FROM transfer_unchained ORDER BY n;
        DROP TABLE transfer_unchained;
        CREATE INDEX transfer_resolution ON transfer(reference) WHERE code IN (3, 4);
        CREATE TABLE balance(name TEXT PRIMARY KEY, points INTEGER NOT NULL, newest INTEGER NOT NULL) WITHOUT ROWID;
        """;

    /// <summary>Where balances differ from their transfers it is for the audit of the ledger to say, not to mend.</summary>
    private const string FinishBalances =
        $"""
        DELETE FROM balance WHERE name NOT IN (SELECT name FROM account);
        INSERT INTO balance(name, points, newest) SELECT name, balance, 0 FROM account WHERE true
        ON CONFLICT DO UPDATE SET points = excluded.points;
        DROP TABLE account;
        UPDATE settled SET fact = (SELECT coalesce(max(n), 0) FROM journal), transfer = (SELECT coalesce(max(n), 0) FROM transfer);
        {Views}
        """;

    /// <summary>A body as it was written before there were columns for its device, time and type.</summary>
    private const string WholeBody =
        """
        CASE WHEN clock IS NULL THEN body ELSE
          '{"type":"' || fact_type.type || '","device":"' || device.name || '","time":{"at":' || at || ',"received_at":' || (at + delay)
          || ',"clock":"' || CASE clock & 3 WHEN 0 THEN 'unknown' WHEN 1 THEN 'estimated' WHEN 2 THEN 'holdover' ELSE 'synced' END
          || '","is_placed":' || iif(clock & 4, 'false', 'true') || '}' || iif(body = '{}', '}', ',' || substr(body, 2)) END
        """;

    /// <summary>With the columns named in full: two tables have some of the same name.</summary>
    private const string Columns =
        "journal.n AS n, journal.at AS at, journal.at + journal.delay AS received, device.name AS device, fact_type.slice AS slice";

    private const string Tables =
        "FROM journal CROSS JOIN device ON device.id = journal.device CROSS JOIN fact_type ON fact_type.id = journal.type";

    private const string Views =
        $"""
        CREATE VIEW fact AS SELECT {Columns}, {WholeBody} AS body, fact_type.type AS type, journal.n - journal.since_step AS step {Tables};
        CREATE VIEW fact_as_kept AS SELECT {Columns}, journal.body AS body, fact_type.type AS type {Tables};
        CREATE VIEW fact_of_device AS
          SELECT device, type, n FROM journal_device
          UNION ALL SELECT device, type, n FROM journal WHERE n > (SELECT fact FROM settled);
        CREATE VIEW fact_at AS
          SELECT at, n FROM journal_time UNION ALL SELECT at, n FROM journal WHERE n > (SELECT fact FROM settled);
        CREATE VIEW account AS
          SELECT name, sum(points) AS balance FROM (
            SELECT name, points FROM balance
            UNION ALL SELECT credit, points FROM transfer WHERE n > (SELECT transfer FROM settled)
            UNION ALL SELECT debit, -points FROM transfer WHERE n > (SELECT transfer FROM settled))
          GROUP BY name;
        {Triggers}
        """;

    /// <summary>For a hand that mends, and for trials: what is written to a view arrives.</summary>
    private const string Triggers =
        """
        CREATE TRIGGER fact_inserted INSTEAD OF INSERT ON fact BEGIN
          INSERT OR IGNORE INTO device(name) VALUES(NEW.device);
          INSERT OR IGNORE INTO fact_type(slice, type) VALUES(NEW.slice, coalesce(NEW.type, ''));
          INSERT INTO journal(n, at, delay, clock, device, type, since_step, body)
          SELECT NEW.n, NEW.at, NEW.received - NEW.at, NULL, device.id, fact_type.id,
            CASE WHEN NEW.step > 0 THEN NEW.n - NEW.step ELSE coalesce(NEW.n, (SELECT coalesce(max(n), 0) + 1 FROM journal)) END, NEW.body
          FROM device, fact_type
          WHERE device.name = NEW.device AND fact_type.slice = NEW.slice AND fact_type.type = coalesce(NEW.type, '');
        END;
        CREATE TRIGGER fact_rewritten INSTEAD OF UPDATE OF body ON fact BEGIN
          UPDATE journal SET clock = NULL, body = NEW.body WHERE n = OLD.n;
        END;
        CREATE TRIGGER fact_deleted INSTEAD OF DELETE ON fact BEGIN
          DELETE FROM journal_device WHERE n = OLD.n AND (device, type) = (SELECT device, type FROM journal WHERE n = OLD.n);
          DELETE FROM journal_time WHERE at = OLD.at AND n = OLD.n;
          DELETE FROM journal WHERE n = OLD.n;
        END;
        CREATE TRIGGER account_inserted INSTEAD OF INSERT ON account BEGIN
          INSERT INTO balance(name, points, newest) VALUES(NEW.name, NEW.balance, 0);
        END;
        CREATE TRIGGER account_changed INSTEAD OF UPDATE OF balance ON account BEGIN
          INSERT INTO balance(name, points, newest) VALUES(OLD.name, NEW.balance - OLD.balance, 0)
          ON CONFLICT DO UPDATE SET points = points + excluded.points;
        END;
        CREATE TRIGGER account_deleted INSTEAD OF DELETE ON account BEGIN
          DELETE FROM balance WHERE name = OLD.name;
        END;
        """;

    /// <summary>After <see cref="Begin"/>, in the same transaction.</summary>
    internal static void Fill(SqliteConnection connection, SqliteTransaction transaction, IProgress<double>? progress)
    {
        var (copied, all) = (0L, connection.ExecuteScalar<long>("SELECT count(*) FROM fact_in_full", transaction: transaction));
        const string next = "SELECT max(n) FROM (SELECT n FROM fact_in_full WHERE n > @after ORDER BY n LIMIT @Piece)";
        var after = long.MinValue;
        while (connection.ExecuteScalar<long?>(next, new { after, Piece }, transaction) is { } until)
        {
            copied += connection.Execute(CopyFacts, new { after, until }, transaction);
            progress?.Report((double)copied / all);
            after = until;
        }
        connection.Execute(Finish, transaction: transaction);
        using (var ledger = new LedgerTable(connection))
            ledger.Settle(transaction);
        connection.Execute(FinishBalances, transaction: transaction);
    }
}
