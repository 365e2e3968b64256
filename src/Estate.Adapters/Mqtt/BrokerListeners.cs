namespace Estate.Adapters.Mqtt;

/// <summary>
/// Ports of the broker, each null where there is no such listener: in the clear on this machine alone; over TLS for devices with a
/// password; over TLS for devices with a certificate.
/// </summary>
public sealed record BrokerListeners(int? Plain, int? Password, int? Certificate)
{
    /// <summary>The address the last two listen on; all without one.</summary>
    public string? Bind { get; init; }
}
