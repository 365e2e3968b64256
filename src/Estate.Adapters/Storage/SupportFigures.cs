using Dapper;
using NodaTime;

namespace Estate.Adapters.Storage;

/// <summary>What a support person asks of a database: numbers and structure, nothing of what anybody did.</summary>
public static class SupportFigures
{
    /// <summary>Rows of each table.</summary>
    public static IReadOnlyList<(string Table, long Rows)> Counts(EstateDatabase database)
    {
        using var connection = database.Open();
        return [.. connection.Query<string>(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name").ToList()
            .Select(table => (table, connection.ExecuteScalar<long>($"SELECT count(*) FROM \"{table}\"")))];
    }

    /// <summary>The statements that made it.</summary>
    public static IReadOnlyList<string> Schema(EstateDatabase database)
    {
        using var connection = database.Open();
        return [.. connection.Query<string>("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY name")];
    }

    /// <summary>Messages that were refused, by reason, the most frequent first.</summary>
    public static IReadOnlyList<(string Reason, long Count)> RejectsSince(EstateDatabase database, Instant since)
    {
        using var connection = database.Open();
        return [.. connection.Query<(string, long)>(
            "SELECT reason, count(*) FROM reject WHERE at >= @since GROUP BY reason ORDER BY 2 DESC, 1",
            new { since = since.ToUnixTimeMilliseconds() })];
    }

    /// <summary>Notifications that wait, and since when the oldest does.</summary>
    public static (long Count, Instant? Oldest) Unsent(EstateDatabase database)
    {
        using var connection = database.Open();
        var (count, oldest) = connection.QuerySingle<(long, long?)>("SELECT count(*), min(at) FROM outbox WHERE settled IS NULL");
        return (count, oldest is { } at ? Instant.FromUnixTimeMilliseconds(at) : null);
    }

    /// <summary>Devices that fell silent.</summary>
    public static IReadOnlyList<string> Silent(EstateDatabase database)
    {
        using var connection = database.Open();
        return [.. connection.Query<string>(
            "SELECT device FROM state WHERE json_valid(presence) AND json_extract(presence, '$.is_silent') ORDER BY device")];
    }

    /// <summary>How often each was ever done, how often since, and when last; what was never done is not there.</summary>
    public static IReadOnlyDictionary<string, (long Ever, long Since, Instant Last)> Done(
        EstateDatabase database, IReadOnlyCollection<string> actions, Instant since)
    {
        using var connection = database.Open();
        return connection.Query<(string Action, long Ever, long Since, long Last)>(
            "SELECT action, count(*), sum(at >= @since), max(at) FROM audit WHERE action IN @actions GROUP BY action",
            new { actions, since = since.ToUnixTimeMilliseconds() })
            .ToDictionary(row => row.Action, row => (row.Ever, row.Since, Instant.FromUnixTimeMilliseconds(row.Last)));
    }

    /// <summary>When somebody last did something of this kind; null for never.</summary>
    public static Instant? LastDone(EstateDatabase database, string action)
    {
        using var connection = database.Open();
        return connection.ExecuteScalar<long?>("SELECT max(at) FROM audit WHERE action = @action", new { action }) is { } at
            ? Instant.FromUnixTimeMilliseconds(at) : null;
    }
}
