namespace Estate.Adapters.Mqtt;

/// <summary>What is received of the broker, on the network thread.</summary>
/// <param name="Received">False when there was no room for the message. One call at a time; it must
/// neither block nor end the client.</param>
/// <param name="Changed">How the connection stands.</param>
/// <param name="Refused">The broker would not have a message of ours.</param>
public sealed record BrokerEvents(Func<ReceivedMessage, bool> Received, Action<LinkState> Changed, Action<string> Refused)
{
    /// <summary>Heard by nobody: there is no room for messages.</summary>
    public static readonly BrokerEvents Ignored = new(_ => false, _ => { }, _ => { });
}
