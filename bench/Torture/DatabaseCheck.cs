using Dapper;
using Microsoft.Data.Sqlite;

namespace Estate.Bench.Torture;

/// <summary>
/// Whether a database is whole in itself: its pages and indices, every account against its transfers, facts without a hole.
/// </summary>
internal sealed record DatabaseCheck(bool IsSound, int WrongAccounts, long MissingFacts)
{
    internal bool IsWhole => IsSound && WrongAccounts == 0 && MissingFacts == 0;

    internal static DatabaseCheck Of(string database)
    {
        using var connection = new SqliteConnection($"Data Source={database};Mode=ReadOnly;Pooling=False");
        connection.Open();
        return new(
            connection.ExecuteScalar<string>("PRAGMA integrity_check(1)") == "ok",
            connection.ExecuteScalar<int>(
                """
                SELECT count(*) FROM (
                  SELECT name, sum(points) AS points FROM (
                    SELECT credit AS name, points FROM transfer UNION ALL SELECT debit, -points FROM transfer
                    UNION ALL SELECT name, -balance FROM account)
                  GROUP BY name HAVING sum(points) <> 0)
                """),
            connection.ExecuteScalar<long>("SELECT coalesce(max(n), 0) - count(*) FROM fact"));
    }

    internal static void AddTo(ScenarioVerdict verdict, string database)
    {
        var check = Of(database);
        verdict.Require(check.IsSound, "the database is not sound")
            .Require(check.WrongAccounts == 0, $"{check.WrongAccounts} accounts differ from their transfers")
            .Require(check.MissingFacts == 0, $"{check.MissingFacts} facts are missing in the journal");
    }
}
