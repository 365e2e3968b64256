namespace Estate.FirmwareSim;

/// <summary>A device's way to its broker. Handlers are set before the start.</summary>
public interface IDeviceLink : IDisposable
{
    ConnectionChange Current { get; }

    /// <summary>One call at a time.</summary>
    Action<DeviceMessage>? MessageReceived { get; set; }

    Action<ConnectionChange>? Changed { get; set; }

    void Start();

    /// <summary>Never waits for the network.</summary>
    /// <returns>False when nothing was taken.</returns>
    bool Publish(string topic, ReadOnlySpan<byte> payload, int qos = 1, bool retain = false);
}
