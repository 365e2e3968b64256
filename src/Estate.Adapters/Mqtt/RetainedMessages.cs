using System.Collections.Concurrent;
using Estate.Adapters.HomeAssistant;
using Estate.Mosquitto;

namespace Estate.Adapters.Mqtt;

/// <summary>What the broker keeps of the past and would tell anybody who comes later.</summary>
public static class RetainedMessages
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(8);

    /// <summary>They come right behind the answer to a subscription.</summary>
    private static readonly TimeSpan Listens = TimeSpan.FromSeconds(2);

    /// <returns>Topics, sorted.</returns>
    /// <exception cref="IOException">The broker does not let the gateway in; says why.</exception>
    public static async Task<IReadOnlyCollection<string>> FindAsync(string site, (BrokerAddress Address, string Password) broker, string? homePrefix, TimeProvider time, CancellationToken stop)
    {
        var (topics, ready) = (new ConcurrentDictionary<string, bool>(), new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        var reason = "no answer";
        using var client = new MosquittoClient(new MosquittoClientOptions
        {
            Host = broker.Address.Host,
            Port = broker.Address.Port,
            ClientId = $"estate-retention-{Environment.ProcessId}",
            Credentials = new(MqttLink.LookingUser, broker.Password),
            Tls = broker.Address.CaFile is { } ca ? new(ca) : null,
            Subscriptions = [.. new[] { $"estate/{site}", homePrefix }.OfType<string>().Select(root => ($"{root}/#", 1))],
            SessionExpiry = TimeSpan.Zero,
        }, time)
        {
            Changed = change =>
            {
                reason = change.Reason;
                if (change.State == ConnectionState.Ready)
                    ready.TrySetResult();
            },
            MessageReceived = message =>
            {
                if (message.Retain)
                    topics[message.Topic] = true;
            },
        };
        client.Start();
        try
        {
            await ready.Task.WaitAsync(Patience, time, stop);
        }
        catch (TimeoutException)
        {
            throw new IOException($"{broker.Address.Host}:{broker.Address.Port}: {reason}");
        }
        await Task.Delay(Listens, time, stop);
        return [.. topics.Keys.Order(StringComparer.Ordinal)];
    }

    /// <summary>Whether nobody can be in it: a device's status, and what Home Assistant is told of devices. An event that somebody retained has a card in it.</summary>
    public static bool IsOfNobody(string topic, string site, string? homePrefix) =>
        topic.EndsWith("/status", StringComparison.Ordinal) || topic.EndsWith("/home", StringComparison.Ordinal)
        || topic == HomeTopics.Availability(site) || (homePrefix is not null && topic.StartsWith(homePrefix + "/", StringComparison.Ordinal));
}
