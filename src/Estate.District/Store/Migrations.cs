using Npgsql;

namespace Estate.District.Store;

/// <summary>Numbered, append-only: migration n brings a database from version n-1 to n. Never edit one that was released.</summary>
internal static class Migrations
{
    /// <summary>Of the lock that is held while one worker brings the database up to date.</summary>
    private const long Lock = 6_100_001;

    private static readonly string[] All =
    [
        // Facts by month, and each month's estates over four tables. What has no month (a clock years off) has a table of its own, so
        // that it stops no other. That a number is there once is held by the position's row: no index could, over months.
        """
        CREATE TABLE fact(
            site text NOT NULL, epoch text NOT NULL, n bigint NOT NULL, at timestamptz NOT NULL, received_at timestamptz NOT NULL,
            device text NOT NULL, slice text NOT NULL, type text NOT NULL, body jsonb NOT NULL) PARTITION BY RANGE (at);
        CREATE TABLE fact_misdated PARTITION OF fact DEFAULT;
        CREATE INDEX fact_site ON fact(site, type, at);
        CREATE TABLE position(
            site text NOT NULL, epoch text NOT NULL, n bigint NOT NULL, first_seen timestamptz NOT NULL DEFAULT now(),
            last_seen timestamptz NOT NULL DEFAULT now(), newest timestamptz, PRIMARY KEY(site, epoch));
        CREATE TABLE set_aside(
            site text NOT NULL, epoch text NOT NULL, n bigint NOT NULL, reason text NOT NULL, raw text NOT NULL,
            at timestamptz NOT NULL DEFAULT now(), PRIMARY KEY(site, epoch, n, reason));
        CREATE TABLE refusal(
            site text NOT NULL, reason text NOT NULL, count bigint NOT NULL, last_at timestamptz NOT NULL DEFAULT now(),
            detail text NOT NULL, PRIMARY KEY(site, reason));
        """,
        RollupMigration.Sql,
        // Who may look at pages, and what their logins are sealed with.
        """
        CREATE TABLE account(
            name text PRIMARY KEY, level text NOT NULL, area text NOT NULL, password_hash text NOT NULL, stamp text NOT NULL,
            failures int NOT NULL DEFAULT 0, locked_until timestamptz);
        CREATE TABLE key_ring(xml text NOT NULL);
        """,
        ReportMigration.Sql,
        ProposalMigration.Sql,
        WithdrawalMigration.Sql,
    ];

    internal static int Newest => All.Length;

    /// <summary>All that is pending, in one transaction; several workers may start at once.</summary>
    /// <exception cref="InvalidOperationException">The database is newer than this program.</exception>
    internal static async Task RunAsync(NpgsqlDataSource source, CancellationToken stop)
    {
        await using var connection = await source.OpenConnectionAsync(stop);
        await using var transaction = await connection.BeginTransactionAsync(stop);
        await RunAsync(
            connection, $"SELECT pg_advisory_xact_lock({Lock}); CREATE TABLE IF NOT EXISTS schema_version(n int NOT NULL)", stop);
        await using var asked = new NpgsqlCommand("SELECT coalesce(max(n), 0) FROM schema_version", connection);
        var version = (int)(await asked.ExecuteScalarAsync(stop))!;
        if (version > Newest)
            throw new InvalidOperationException(
                $"the district's database has schema {version}, this program knows {Newest}: upgrade it, as the other workers were");
        for (var next = version + 1; next <= Newest; next++)
            await RunAsync(connection, $"{All[next - 1]}; INSERT INTO schema_version VALUES({next})", stop);
        await transaction.CommitAsync(stop);
    }

    private static async Task RunAsync(NpgsqlConnection connection, string sql, CancellationToken stop)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(stop);
    }
}
