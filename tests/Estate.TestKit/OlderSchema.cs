namespace Estate.TestKit;

/// <summary>SQL that makes of a database of today one that an earlier program wrote, with all that is in it.</summary>
public static class OlderSchema
{
    /// <summary>Before devices and types were numbers, and before balances were settled.</summary>
    public const string Of13 =
        """
        CREATE TABLE fact_of_13(
            n INTEGER PRIMARY KEY, at INTEGER NOT NULL, received INTEGER NOT NULL, device TEXT NOT NULL, slice TEXT NOT NULL,
            body TEXT NOT NULL, type TEXT NOT NULL DEFAULT '', step INTEGER NOT NULL DEFAULT 0);
        INSERT INTO fact_of_13 SELECT n, at, received, device, slice, body, type, step FROM fact ORDER BY n;
        CREATE TABLE account_of_13(name TEXT PRIMARY KEY, balance INTEGER NOT NULL) WITHOUT ROWID;
        INSERT INTO account_of_13 SELECT name, balance FROM account;
        DROP VIEW fact_concluded; DROP VIEW fact; DROP VIEW fact_as_kept; DROP VIEW fact_of_device; DROP VIEW fact_at; DROP VIEW account;
        DROP TABLE journal; DROP TABLE journal_device; DROP TABLE journal_time; DROP TABLE fact_type; DROP TABLE device;
        DROP TABLE balance; DROP TABLE settled; DROP TABLE push_address; DROP INDEX alert_name; DROP TABLE event_mark; DROP TABLE expired;
        ALTER TABLE fact_of_13 RENAME TO fact;
        ALTER TABLE account_of_13 RENAME TO account;
        ALTER TABLE transfer DROP COLUMN previous;
        ALTER TABLE poll_tally DROP COLUMN words;
        CREATE INDEX fact_at ON fact(at);
        CREATE INDEX fact_type ON fact(device, type, n);
        CREATE INDEX fact_fired ON fact(n) WHERE type = 'rule_fired';
        CREATE INDEX transfer_household ON transfer(iif(substr(debit, 1, 10) = 'household:', debit, credit));
        PRAGMA user_version = 13;
        """;

    /// <summary>Before days were added up.</summary>
    public const string Of12 =
        Of13 + """
        CREATE INDEX fact_device ON fact(device, n);
        DROP INDEX transfer_household; DROP TABLE daily_total; DROP TABLE daily_return; DROP TABLE participant; DROP TABLE totals_state;
        PRAGMA user_version = 12;
        """;
}
