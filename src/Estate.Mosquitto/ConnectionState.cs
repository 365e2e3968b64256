namespace Estate.Mosquitto;

public enum ConnectionState
{
    Disconnected,

    /// <summary>The broker accepted us; subscriptions or the first echo are still out.</summary>
    Connected,

    /// <summary>Subscriptions granted, and our own echo came back where one is asked for.</summary>
    Ready,
    Stopped,
}

/// <summary>What the client just became, and why in words for a log.</summary>
public sealed record ConnectionChange(ConnectionState State, string Reason, bool IsMqtt5);
