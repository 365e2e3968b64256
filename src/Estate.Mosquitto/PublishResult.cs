namespace Estate.Mosquitto;

public enum PublishResult
{
    /// <summary>libmosquitto has taken the message and repeats it until the broker acknowledges (QoS 1).</summary>
    Accepted,

    /// <summary>Too many publishes await the broker; nothing was taken.</summary>
    QueueFull,

    /// <summary>Topic or payload not valid for MQTT; nothing was taken.</summary>
    Invalid,

    /// <summary>No connection yet, and the message was QoS 0; nothing was taken.</summary>
    NotConnected,
}
