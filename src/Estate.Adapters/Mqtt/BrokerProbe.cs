namespace Estate.Adapters.Mqtt;

/// <summary>
/// Asks once whether the broker takes the gateway's password: as a user of its own, with nothing subscribed, nothing said and nothing kept.
/// </summary>
public static class BrokerProbe
{
    /// <returns>Null when it let us in; otherwise why not.</returns>
    public static async Task<string?> TryAsync(BrokerAddress broker, string password, TimeProvider time, CancellationToken stop)
    {
        var session = new BrokerSession(broker, $"estate-doctor-{Environment.ProcessId}", password, [], null)
        {
            User = MqttLink.ReadOnlyUser,
            Expiry = TimeSpan.Zero,
        };
        using var nothing = new Outbox(0, time);
        using var connection = new MqttNetConnection(session, nothing, time) { Received = _ => true, Refused = _ => { } };
        var problem = await connection.OpenAsync(stop);
        await connection.CloseAsync();
        return problem is null ? null : $"{broker.Host}:{broker.Port}: {problem}";
    }
}
