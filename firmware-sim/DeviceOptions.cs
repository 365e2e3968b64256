namespace Estate.FirmwareSim;

/// <summary>Where one simulated device connects, and as whom.</summary>
public sealed record DeviceOptions(string Site, string Name, string Host, int Port)
{
    public string Kind { get; init; } = "bins";

    public string? Password { get; init; }

    /// <summary>Whom to believe that it is the broker; null: no TLS.</summary>
    public string? CaFile { get; init; }

    /// <summary>The folder with device.crt and device.key of a device that proves itself by certificate.</summary>
    public string? CertificateFolder { get; init; }

    internal DeviceTls? Tls => CaFile is null ? null
        : CertificateFolder is { } folder ? new(CaFile, Path.Combine(folder, "device.crt"), Path.Combine(folder, "device.key"))
        : new(CaFile);

    /// <summary>Like the firmware of most makers; otherwise it speaks MQTT 5.</summary>
    public bool IsMqtt311 { get; init; }

    /// <summary>Larger at each start of the device than ever before.</summary>
    public long Boot { get; init; } = 1;

    /// <summary>How long to wait for an acknowledgement before an event is sent again.</summary>
    public TimeSpan ResendAfter { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Longest pause between two tries to reach the broker.</summary>
    public TimeSpan MaxReconnectDelay { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>What carries its messages: a broker, or in one process with the gateway a <see cref="Past.DirectBroker"/>.</summary>
    public Func<DeviceClientOptions, TimeProvider, IDeviceLink> Link { get; init; } =
        static (options, time) => new DeviceClient(options, time);

    public string Topic(string channel) => $"estate/{Site}/{Kind}/{Name}/{channel}";
}
