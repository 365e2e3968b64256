using Dapper;
using Estate.Domain.Alerts;
using NodaTime;

namespace Estate.Adapters.Storage;

/// <summary>Reads alerts and undelivered notifications. A connection per call, as <see cref="EstateReader"/>.</summary>
public sealed class AlertReader(EstateDatabase database)
{
    /// <summary>Those not closed, and those closed since.</summary>
    public IReadOnlyList<Alert> Since(Instant closedSince)
    {
        using var connection = database.Open();
        return Read(
            connection.Query<string>(
                "SELECT body FROM alert WHERE closed IS NULL OR closed >= @since ORDER BY since",
                new { since = closedSince.ToUnixTimeMilliseconds() }));
    }

    /// <summary>The latest that are closed, newest first.</summary>
    public IReadOnlyList<Alert> Closed(int limit)
    {
        using var connection = database.Open();
        return Read(
            connection.Query<string>("SELECT body FROM alert WHERE closed IS NOT NULL ORDER BY since DESC LIMIT @limit", new { limit }));
    }

    public Alert? Find(string id)
    {
        using var connection = database.Open();
        return Read(connection.Query<string>("SELECT body FROM alert WHERE id = @id", new { id })) is [var found, ..] ? found : null;
    }

    /// <summary>Not delivered yet, oldest first.</summary>
    public IReadOnlyList<Notification> Waiting(string notifier, int limit)
    {
        using var connection = database.Open();
        var bodies = connection.Query<string>(
            "SELECT body FROM outbox WHERE notifier = @notifier AND settled IS NULL ORDER BY n LIMIT @limit", new { notifier, limit });
        return [.. StoredJson.Readable(bodies, Notification.Json)];
    }

    /// <summary>The notifications of an alert, to whom, and whether they arrived; oldest first.</summary>
    public IReadOnlyList<DeliveryRow> DeliveriesOf(string alert)
    {
        using var connection = database.Open();
        return [.. connection.Query<DeliveryRow>("SELECT notifier, at, attempts, settled, problem FROM outbox WHERE json_valid(body) AND "
            + "json_extract(body, '$.alert.id') = @alert ORDER BY n LIMIT 200", new { alert })];
    }

    private static IReadOnlyList<Alert> Read(IEnumerable<string> bodies) => [.. StoredJson.Readable(bodies, Alert.Json)];
}
