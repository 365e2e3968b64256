namespace Estate.Adapters.Mqtt;

/// <summary>The last level of a topic, and who speaks on it.</summary>
public enum TopicChannel
{
    Event,
    Telemetry,
    Status,
    Reply,

    /// <summary>Ours: acknowledgements to a device.</summary>
    Ack,

    /// <summary>Ours: orders to a device.</summary>
    Command,
}
