using Dapper;
using Estate.Domain.Alerts;
using Estate.Domain.Devices;
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

    /// <summary>Not delivered yet, of the severest alerts first, of one severity the oldest.</summary>
    public IReadOnlyList<Notification> Waiting(string notifier, int limit)
    {
        using var connection = database.Open();
        var bodies = connection.Query<string>(
            "SELECT body FROM outbox WHERE notifier = @notifier AND settled IS NULL ORDER BY "
                + "CASE iif(json_valid(body), json_extract(body, '$.alert.severity'), '') "
                + "WHEN 'high' THEN 0 WHEN 'medium' THEN 1 ELSE 2 END, n LIMIT @limit", new { notifier, limit });
        return [.. StoredJson.Readable(bodies, Notification.Json)];
    }

    /// <summary>How many are not delivered yet, by notifier.</summary>
    public IReadOnlyDictionary<string, long> CountWaiting()
    {
        using var connection = database.Open();
        return connection.Query<(string Notifier, long Count)>(
            "SELECT notifier, count(*) FROM outbox WHERE settled IS NULL GROUP BY notifier")
            .ToDictionary(row => row.Notifier, row => row.Count);
    }

    /// <summary>The notifications of an alert, to whom, and whether they arrived; oldest first.</summary>
    public IReadOnlyList<DeliveryRow> DeliveriesOf(string alert)
    {
        using var connection = database.Open();
        return [.. connection.Query<DeliveryRow>("SELECT notifier, at, attempts, settled, problem FROM outbox WHERE json_valid(body) AND "
            + "json_extract(body, '$.alert.id') = @alert ORDER BY n LIMIT 200", new { alert })];
    }

    /// <summary>Each time one was raised in a period, oldest first; not what was known only afterwards.</summary>
    public IReadOnlyList<AlertOccurrence> Raised(Instant from, Instant untilExclusive)
    {
        using var connection = database.Open();
        var (begin, end) = (from.ToUnixTimeMilliseconds(), untilExclusive.ToUnixTimeMilliseconds());
        // Numbers follow the time, but for what came late: their span spares all else that devices ever said.
        var (low, high) = connection.QuerySingle<(long?, long?)>(
            "SELECT min(n), max(n) FROM fact_at WHERE at >= @begin AND at < @end", new { begin, end });
        return [.. connection.Query<(long At, string Device, string Type, string Component)>(
            "SELECT at, device, coalesce(json_extract(body, '$.condition'), ''), coalesce(json_extract(body, '$.component'), '') FROM fact "
                + $"WHERE n IN ({NewestFacts.OfTypeBetween}) AND at >= @begin AND at < @end AND json_valid(body) "
                + "AND coalesce(json_extract(body, '$.is_retro'), 0) = 0 ORDER BY at", new { type = "alert_raised", low, high, begin, end })
            .Where(row => DeviceId.TryParse(row.Device, out _))
            .Select(row => new AlertOccurrence(
                Instant.FromUnixTimeMilliseconds(row.At), new(DeviceId.Parse(row.Device), row.Type, row.Component)))];
    }

    /// <summary>
    /// Those that began at or after a moment, the newest first, with when they were raised and acknowledged; not what was known only
    /// afterwards, nor what went before its delay was over.
    /// </summary>
    public IReadOnlyList<AlertAcknowledgement> Acknowledgements(Instant from, int limit)
    {
        using var connection = database.Open();
        return [.. connection.Query<(long? Raised, long? Acknowledged)>(
            "SELECT CAST(json_extract(body, '$.raised_at') AS INTEGER), CAST(json_extract(body, '$.acknowledged_at') AS INTEGER) "
                + "FROM alert WHERE since >= @from AND json_valid(body) AND coalesce(json_extract(body, '$.is_retro'), 0) = 0 "
                + "AND json_extract(body, '$.raised_at') IS NOT NULL ORDER BY since DESC LIMIT @limit",
            new { from = from.ToUnixTimeMilliseconds(), limit })
            .Select(row => (Raised: InstantOf(row.Raised), Acknowledged: InstantOf(row.Acknowledged)))
            .Where(row => row.Raised is not null)
            .Select(row => new AlertAcknowledgement(row.Raised!.Value, row.Acknowledged))];
    }

    /// <summary>What alerts of these names are called.</summary>
    public IReadOnlyDictionary<AlertKey, Text> TitlesOf(IEnumerable<AlertKey> keys)
    {
        using var connection = database.Open();
        return keys.SelectMany(key => Read(connection.Query<string>(
                "SELECT body FROM alert WHERE device = @Device AND type = @Type AND component = @Component ORDER BY since DESC LIMIT 1",
                new { Device = key.Device.ToString(), key.Type, key.Component })))
            .ToDictionary(one => one.Key, one => one.Title);
    }

    private static Instant? InstantOf(long? milliseconds) =>
        milliseconds is { } written ? InstantConverter.FromMilliseconds(written) : null;

    private static IReadOnlyList<Alert> Read(IEnumerable<string> bodies) => [.. StoredJson.Readable(bodies, Alert.Json)];
}
