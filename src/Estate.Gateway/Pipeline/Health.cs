using Estate.Adapters.Mqtt;

namespace Estate.Gateway.Pipeline;

/// <summary>What works and what does not, in words; null means well. Written by those who know, read by /healthz.</summary>
internal sealed class Health
{
    private volatile string? _storage;
    private volatile string? _influx = "not tried yet";
    private volatile LinkState _broker = new(IsReady: false, "not started");

    internal string? Storage
    {
        get => _storage;
        set => _storage = value;
    }

    /// <summary>Time series; also a message where none are configured.</summary>
    internal string? Influx
    {
        get => _influx;
        set => _influx = value;
    }

    internal LinkState Broker
    {
        get => _broker;
        set => _broker = value;
    }

    internal bool IsInfluxConfigured { get; set; }

    internal bool IsWell => Storage is null && Broker.IsReady && (Influx is null || !IsInfluxConfigured);

    /// <summary>Taps can be taken and answered.</summary>
    internal bool IsReady => Storage is null && Broker.IsReady;
}
