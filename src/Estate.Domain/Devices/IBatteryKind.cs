namespace Estate.Domain.Devices;

/// <summary>A kind whose devices run on a battery.</summary>
internal interface IBatteryKind : IDeviceKind
{
    /// <summary>0 to 100; null for devices without one, and while it is not known.</summary>
    double? BatteryPct(object state);
}

/// <inheritdoc />
internal interface IBatteryKind<in TState> : IBatteryKind
    where TState : class
{
    double? BatteryPct(TState state);

    double? IBatteryKind.BatteryPct(object state) => BatteryPct((TState)state);
}
