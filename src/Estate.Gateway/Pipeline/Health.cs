using Estate.Adapters.Mqtt;

namespace Estate.Gateway.Pipeline;

/// <summary>What works and what does not, in words; null means well. Written by those who know, read by /healthz.</summary>
internal sealed class Health
{
    private volatile string? _storage;
    private volatile string? _pins;
    private volatile string? _chips;
    private volatile string? _influx = "not tried yet";
    private volatile LinkState _broker = new(IsReady: false, "not started");

    internal string? Storage
    {
        get => _storage;
        set => _storage = value;
    }

    /// <summary>When the commit under way began, by the stopwatch; 0 while none is.</summary>
    internal long CommitSince { get; set; }

    /// <summary>A disk that answers nothing at all is as bad as one that fails.</summary>
    internal string? StorageNow(TimeProvider time) =>
        Storage ?? (CommitSince is not 0 and var since && time.GetElapsedTime(since) > TimeSpan.FromSeconds(5) ? "the disk does not answer" : null);

    /// <summary>Time series; also a message where none are configured.</summary>
    internal string? Influx
    {
        get => _influx;
        set => _influx = value;
    }

    /// <summary>The machine's own lines.</summary>
    internal string? Pins
    {
        get => _pins;
        set => _pins = value;
    }

    /// <summary>Card readers and displays on the machine's buses.</summary>
    internal string? Chips
    {
        get => _chips;
        set => _chips = value;
    }

    /// <summary>What hangs on this machine.</summary>
    internal string? Wires => Pins is null ? Chips : Chips is null ? Pins : $"{Pins}; {Chips}";

    internal LinkState Broker
    {
        get => _broker;
        set => _broker = value;
    }

    internal bool IsInfluxConfigured { get; set; }

    internal bool IsWell(TimeProvider time) => IsReady(time) && Wires is null && (Influx is null || !IsInfluxConfigured);

    /// <summary>Taps can be taken and answered.</summary>
    internal bool IsReady(TimeProvider time) => StorageNow(time) is null && Broker.IsReady;
}
