namespace Estate.Domain.Devices;

/// <summary>A kind whose devices may be asked over the network, instead of speaking by themselves.</summary>
public interface IProbedKind : IDeviceKind
{
    /// <summary>What a probe says of such a device, as it would have said it itself.</summary>
    IReading ReadingOf(ProbeResult result);

    /// <summary>By its last probes; null while none was made.</summary>
    bool? IsReachable(object state);
}

/// <inheritdoc/>
internal interface IProbedKind<in TState> : IProbedKind
    where TState : class
{
    bool? IsReachable(TState state);

    bool? IProbedKind.IsReachable(object state) => IsReachable((TState)state);
}
