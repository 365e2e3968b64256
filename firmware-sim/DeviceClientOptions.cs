namespace Estate.FirmwareSim;

/// <summary>How a device reaches its broker.</summary>
public sealed record DeviceClientOptions
{
    public required string Host { get; init; }
    public int Port { get; init; } = 1883;
    public required string ClientId { get; init; }
    public DeviceCredentials? Credentials { get; init; }
    public DeviceTls? Tls { get; init; }
    public DeviceWill? Will { get; init; }

    /// <summary>Like the firmware of most makers; otherwise it speaks MQTT 5.</summary>
    public bool IsMqtt311 { get; init; }

    /// <summary>Filters subscribed at every connect, each with its QoS.</summary>
    public IReadOnlyList<(string Filter, int Qos)> Subscriptions { get; init; } = [];

    /// <summary>How long the broker keeps the session of an absent device (MQTT 5); zero asks for a clean session.</summary>
    public TimeSpan SessionExpiry { get; init; } = TimeSpan.FromHours(1);

    /// <summary>Messages the broker has not acknowledged; more are refused.</summary>
    public int MaxUnacknowledged { get; init; } = 20_000;

    public TimeSpan FirstReconnectDelay { get; init; } = TimeSpan.FromMilliseconds(200);
    public TimeSpan MaxReconnectDelay { get; init; } = TimeSpan.FromSeconds(30);
}

public sealed record DeviceCredentials(string UserName, string Password);

/// <summary>PEM files; a certificate of the device's own is optional.</summary>
public sealed record DeviceTls(string CaFile, string? CertificateFile = null, string? KeyFile = null);

/// <summary>What the broker says in the device's name when it goes without a word; retained.</summary>
public sealed record DeviceWill(string Topic, byte[] Payload);

/// <summary>Retained: the broker had kept it.</summary>
public readonly record struct DeviceMessage(string Topic, byte[] Payload, bool Retain);

public enum ConnectionState
{
    Disconnected,

    /// <summary>Connected, and all subscriptions are granted.</summary>
    Ready,
    Stopped,
}

/// <summary>What the client just became, and why in words for a log.</summary>
public sealed record ConnectionChange(ConnectionState State, string Reason);
