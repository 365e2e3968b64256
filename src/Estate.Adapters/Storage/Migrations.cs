using Dapper;
using Microsoft.Data.Sqlite;

namespace Estate.Adapters.Storage;

/// <summary>Numbered, append-only: migration n brings a database from version n-1 to n. Never edit one that was released.</summary>
internal static class Migrations
{
    private static readonly string[] All =
    [
        """
        CREATE TABLE fact(
            n INTEGER PRIMARY KEY, at INTEGER NOT NULL, received INTEGER NOT NULL,
            device TEXT NOT NULL, slice TEXT NOT NULL, body TEXT NOT NULL);
        CREATE INDEX fact_device ON fact(device, n);
        CREATE INDEX fact_at ON fact(at);
        CREATE TABLE event(
            device TEXT NOT NULL, id TEXT NOT NULL, hash INTEGER NOT NULL, boot INTEGER NOT NULL, seq INTEGER NOT NULL,
            answer BLOB NOT NULL, PRIMARY KEY(device, id)) WITHOUT ROWID;
        CREATE TABLE transfer(
            n INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, at INTEGER NOT NULL, debit TEXT NOT NULL, credit TEXT NOT NULL,
            points INTEGER NOT NULL CHECK(points > 0), code INTEGER NOT NULL, reference TEXT NOT NULL, by TEXT NOT NULL);
        CREATE INDEX transfer_resolution ON transfer(reference) WHERE code IN (3, 4);
        CREATE TABLE account(name TEXT PRIMARY KEY, balance INTEGER NOT NULL) WITHOUT ROWID;
        CREATE TABLE state(device TEXT PRIMARY KEY, presence TEXT NOT NULL, body TEXT NOT NULL) WITHOUT ROWID;
        CREATE TABLE card(token TEXT PRIMARY KEY, household TEXT NOT NULL, blocked INTEGER NOT NULL) WITHOUT ROWID;
        CREATE TABLE reject(
            slot INTEGER PRIMARY KEY, at INTEGER NOT NULL, topic TEXT NOT NULL, reason TEXT NOT NULL, detail TEXT NOT NULL,
            payload BLOB);
        """,
        """
        ALTER TABLE card ADD COLUMN purpose TEXT NOT NULL DEFAULT 'points';
        ALTER TABLE card ADD COLUMN needs_time INTEGER NOT NULL DEFAULT 0;
        """,
        // What a page or an audit shows is rare among what happens; without it each would read all there is.
        """
        ALTER TABLE fact ADD COLUMN type TEXT NOT NULL DEFAULT '';
        UPDATE fact SET type = coalesce(json_extract(body, '$.type'), '') WHERE json_valid(body);
        CREATE INDEX fact_type ON fact(device, type, n);
        """,
        // Not a race but a rule: one alert that is not closed for each device, type and component.
        """
        CREATE TABLE alert(
            id TEXT PRIMARY KEY, device TEXT NOT NULL, type TEXT NOT NULL, component TEXT NOT NULL, since INTEGER NOT NULL,
            closed INTEGER, body TEXT NOT NULL) WITHOUT ROWID;
        CREATE UNIQUE INDEX alert_open ON alert(device, type, component) WHERE closed IS NULL;
        CREATE INDEX alert_since ON alert(since);
        CREATE TABLE outbox(
            n INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, at INTEGER NOT NULL, notifier TEXT NOT NULL, body TEXT NOT NULL,
            attempts INTEGER NOT NULL DEFAULT 0, settled INTEGER, problem TEXT);
        CREATE INDEX outbox_waiting ON outbox(notifier, n) WHERE settled IS NULL;
        """,
        // What a rule waits for must not start over with every restart.
        """
        CREATE TABLE rule_state(
            rule TEXT NOT NULL, device TEXT NOT NULL, component TEXT NOT NULL, body TEXT NOT NULL,
            PRIMARY KEY(rule, device, component)) WITHOUT ROWID;
        """,
        // Which facts came of one signal, so that "why?" has an answer: the number of the first of them. Unknown for older ones.
        """
        ALTER TABLE fact ADD COLUMN step INTEGER NOT NULL DEFAULT 0;
        CREATE INDEX fact_fired ON fact(n) WHERE type = 'rule_fired';
        """,
        // People: who they are, how they got in, where they are logged in, which programs act for the estate, who changed what.
        """
        CREATE TABLE person(id TEXT PRIMARY KEY, lookup TEXT NOT NULL UNIQUE, version INTEGER NOT NULL, body TEXT NOT NULL) WITHOUT ROWID;
        CREATE TABLE invitation(code TEXT PRIMARY KEY, expires INTEGER NOT NULL, used INTEGER, body TEXT NOT NULL) WITHOUT ROWID;
        CREATE TABLE session(
            id TEXT PRIMARY KEY, person TEXT NOT NULL REFERENCES person(id) ON DELETE CASCADE, stamp TEXT NOT NULL, began INTEGER NOT NULL,
            seen INTEGER NOT NULL, expires INTEGER NOT NULL, browser TEXT NOT NULL, ticket BLOB NOT NULL) WITHOUT ROWID;
        CREATE INDEX session_person ON session(person);
        CREATE TABLE token(name TEXT PRIMARY KEY COLLATE NOCASE, hash TEXT NOT NULL UNIQUE, body TEXT NOT NULL) WITHOUT ROWID;
        CREATE TABLE audit(
            n INTEGER PRIMARY KEY, at INTEGER NOT NULL, by TEXT NOT NULL, action TEXT NOT NULL, target TEXT NOT NULL, detail TEXT NOT NULL,
            first_fact INTEGER NOT NULL, facts INTEGER NOT NULL, digest BLOB NOT NULL, mac BLOB NOT NULL);
        CREATE TABLE poll_tally(poll TEXT PRIMARY KEY, counts TEXT NOT NULL) WITHOUT ROWID;
        """,
        // Up to which fact each time-series server has all.
        """
        CREATE TABLE series_cursor(server TEXT PRIMARY KEY, n INTEGER NOT NULL) WITHOUT ROWID;
        """,
        // Means of what was measured: by the minute, the half hour and the day.
        """
        CREATE TABLE rollup_series(
            id INTEGER PRIMARY KEY, name TEXT NOT NULL, tags TEXT NOT NULL, fields TEXT NOT NULL, UNIQUE(name, tags));
        CREATE TABLE rollup(
            resolution INTEGER NOT NULL, start INTEGER NOT NULL, series INTEGER NOT NULL, body BLOB NOT NULL,
            PRIMARY KEY(resolution, start, series)) WITHOUT ROWID;
        """,
        // What was erased by right: by which entry of the audit, and the seal over what is left.
        """
        ALTER TABLE audit ADD COLUMN erased_by INTEGER;
        ALTER TABLE audit ADD COLUMN seal BLOB;
        """,
        // A row of a table with numbers may fill a page; one sorted by its key spills at a quarter of it, and every write then costs two
        // pages more.
        """
        ALTER TABLE state RENAME TO state_by_key;
        CREATE TABLE state(device TEXT PRIMARY KEY, presence TEXT NOT NULL, body TEXT NOT NULL);
        INSERT INTO state SELECT device, presence, body FROM state_by_key;
        DROP TABLE state_by_key;
        """,
        // Rows a start could not read: out of their tables, whole.
        """
        CREATE TABLE damaged_row(
            n INTEGER PRIMARY KEY, at INTEGER NOT NULL, source TEXT NOT NULL, key TEXT NOT NULL, problem TEXT NOT NULL, body TEXT NOT NULL);
        """,
        // What days add up to, so that no question about a period reads the journal; the rows of a day lie together. And a household's own
        // movements without all others'. The two pages that a visit writes for both are spared: the newest facts of a device are found by
        // its types, which are few.
        """
        DROP INDEX fact_device;
        CREATE INDEX transfer_household ON transfer(iif(substr(debit, 1, 10) = 'household:', debit, credit));
        CREATE TABLE daily_total(
            slice TEXT NOT NULL, day INTEGER NOT NULL, device TEXT NOT NULL, what TEXT NOT NULL,
            count INTEGER NOT NULL, amount INTEGER NOT NULL, participants BLOB NOT NULL,
            PRIMARY KEY(slice, day, device, what)) WITHOUT ROWID;
        CREATE TABLE daily_return(
            slice TEXT NOT NULL, day INTEGER NOT NULL, next_day INTEGER NOT NULL, participants INTEGER NOT NULL,
            PRIMARY KEY(slice, day, next_day)) WITHOUT ROWID;
        CREATE TABLE participant(number INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);
        CREATE TABLE totals_state(id INTEGER PRIMARY KEY CHECK(id = 1), zone TEXT NOT NULL, next INTEGER NOT NULL, until INTEGER NOT NULL);
        """,
        CompactTables.Begin,
        // What an alert is called, by its name; and in which browsers people want to be notified.
        """
        CREATE INDEX alert_name ON alert(device, type, component, since);
        CREATE TABLE push_address(
            endpoint TEXT PRIMARY KEY, person TEXT NOT NULL REFERENCES person(id) ON DELETE CASCADE, p256dh TEXT NOT NULL,
            auth TEXT NOT NULL, at INTEGER NOT NULL) WITHOUT ROWID;
        """,
        // How far each device had counted on a day of each month: ids of events have no time, and are forgotten by this. And up to
        // which number retention has deleted facts, all of which were received before a moment.
        """
        CREATE TABLE event_mark(
            device TEXT NOT NULL, day INTEGER NOT NULL, boot INTEGER NOT NULL, seq INTEGER NOT NULL,
            PRIMARY KEY(device, day)) WITHOUT ROWID;
        CREATE TABLE expired(id INTEGER PRIMARY KEY CHECK(id = 1), fact INTEGER NOT NULL, before INTEGER NOT NULL);
        """,
        // Passages, charging, ticks and emptyings are added up by day, too: what is in the journal already, beside the running gateway.
        """
        UPDATE totals_state SET zone = '';
        """,
        // Of what a browser is notified: until now it was alerts.
        """
        ALTER TABLE push_address ADD COLUMN alerts INTEGER NOT NULL DEFAULT 1;
        ALTER TABLE push_address ADD COLUMN notices INTEGER NOT NULL DEFAULT 0;
        """,
        // An entry may hold what was concluded from its fact: earlier programs would not look there. For people with sqlite3.
        """
        CREATE VIEW fact_concluded AS
          SELECT n, at, received, device, json_extract(said, '$.type') AS type, said AS body
          FROM (
            SELECT n, at, received, device, iif(json_valid(body), json_extract(body, '$.concluded'), NULL) AS said
            FROM fact_as_kept WHERE instr(body, '"concluded":{"type":"'))
          WHERE said IS NOT NULL;
        """,
        // Lines that households wrote with a grade, in alphabetical order, one a line.
        """
        ALTER TABLE poll_tally ADD COLUMN words TEXT NOT NULL DEFAULT '';
        """,
    ];

    internal static int Newest => All.Length;

    /// <summary>
    /// All that is pending, in one transaction: whatever ends it in the middle, the database is as it was, and as its copy is.
    /// </summary>
    /// <param name="copyFirst">Called before a database that holds something is changed; what it throws stops the change.</param>
    /// <exception cref="SchemaException">The database is newer than this program.</exception>
    /// <param name="progress">Told, from 0 to 1, how much of a journal is copied.</param>
    internal static void Run(
        SqliteConnection connection, Action? copyFirst = null, int? upTo = null, IProgress<double>? progress = null)
    {
        var (version, target) = (connection.ExecuteScalar<int>("PRAGMA user_version"), upTo ?? Newest);
        if (version > Newest)
            EstateDatabase.RefuseNewer(connection.DataSource);
        if (version >= target)
            return;
        if (version > 0)
            copyFirst?.Invoke();
        using var transaction = connection.BeginTransaction();
        for (var next = version + 1; next <= target; next++)
        {
            connection.Execute(All[next - 1], transaction: transaction);
            if (next == CompactTables.Schema)
                CompactTables.Fill(connection, transaction, progress);
        }
        connection.Execute($"PRAGMA user_version = {target}", transaction: transaction);
        transaction.Commit();
    }
}
