using Estate.Mosquitto;

namespace Estate.Adapters.Mqtt;

/// <summary>Asks once whether the broker takes the gateway's password: as a user of its own, with nothing subscribed, nothing said and nothing kept.</summary>
public static class BrokerProbe
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(8);

    /// <returns>Null when it let us in; otherwise why not.</returns>
    public static async Task<string?> TryAsync(BrokerAddress broker, string password, TimeProvider time, CancellationToken stop)
    {
        var outcome = new TaskCompletionSource<string?>(TaskCreationOptions.RunContinuationsAsynchronously);
        using var client = new MosquittoClient(new MosquittoClientOptions
        {
            Host = broker.Host,
            Port = broker.Port,
            ClientId = $"estate-doctor-{Environment.ProcessId}",
            Credentials = new(MqttLink.LookingUser, password),
            Tls = broker.CaFile is { } ca ? new(ca) : null,
            SessionExpiry = TimeSpan.Zero,
        }, time)
        {
            Changed = change => outcome.TrySetResult(change.State is ConnectionState.Connected or ConnectionState.Ready ? null : change.Reason),
        };
        client.Start();
        try
        {
            return await outcome.Task.WaitAsync(Patience, time, stop);
        }
        catch (TimeoutException)
        {
            return $"{broker.Host}:{broker.Port} does not answer";
        }
    }
}
