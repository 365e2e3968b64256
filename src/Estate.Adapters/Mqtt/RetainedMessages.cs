using System.Collections.Concurrent;
using Estate.Adapters.HomeAssistant;

namespace Estate.Adapters.Mqtt;

/// <summary>What the broker retains and would send to later subscribers.</summary>
public static class RetainedMessages
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(8);

    /// <summary>They come right behind the answer to a subscription.</summary>
    private static readonly TimeSpan Listens = TimeSpan.FromSeconds(2);

    /// <returns>Topics, sorted.</returns>
    /// <exception cref="IOException">The broker does not let the gateway in; says why.</exception>
    public static async Task<IReadOnlyCollection<string>> FindAsync(
        string site, (BrokerAddress Address, string Password) broker, string? homePrefix, TimeProvider time, CancellationToken stop)
    {
        var (topics, ready) = (
            new ConcurrentDictionary<string, bool>(), new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        var reason = $"{broker.Address.Host}:{broker.Address.Port} does not answer";
        using var client = new MqttNetBroker(SessionAt(broker, new[] { $"estate/{site}", homePrefix }.OfType<string>()), time);
        client.Start(BrokerEvents.Ignored with
        {
            Changed = state =>
            {
                reason = state.Reason;
                if (state.IsReady)
                    ready.TrySetResult();
            },
            Received = message =>
            {
                if (message.IsRetained)
                    topics[message.Topic] = true;
                message.Receipt?.Invoke();
                return true;
            },
        });
        try
        {
            await ready.Task.WaitAsync(Patience, time, stop);
        }
        catch (TimeoutException)
        {
            throw new IOException(reason);
        }
        await Task.Delay(Listens, time, stop);
        return [.. topics.Keys.Order(StringComparer.Ordinal)];
    }

    private static BrokerSession SessionAt((BrokerAddress Address, string Password) broker, IEnumerable<string> roots) =>
        new(broker.Address, $"estate-retention-{Environment.ProcessId}", broker.Password, [.. roots.Select(root => $"{root}/#")], null)
        {
            User = MqttLink.ReadOnlyUser,
            Expiry = TimeSpan.Zero,
        };

    /// <summary>
    /// Whether nobody can be in it: a device's status, and what Home Assistant gets about devices. An event that somebody retained has a
    /// card in it.
    /// </summary>
    public static bool IsOfNobody(string topic, string site, string? homePrefix) =>
        topic.EndsWith("/status", StringComparison.Ordinal) || topic.EndsWith("/home", StringComparison.Ordinal)
        || topic == HomeAssistantTopics.Availability(site)
            || (homePrefix is not null && topic.StartsWith(homePrefix + "/", StringComparison.Ordinal));
}
