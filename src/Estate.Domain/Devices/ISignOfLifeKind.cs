namespace Estate.Domain.Devices;

/// <summary>A kind that judges by itself how long its devices may be silent.</summary>
internal interface ISignOfLifeKind : IDeviceKind
{
    object OnSignOfLife(object state, Occurrence occurrence, Effects effects);
}

/// <inheritdoc/>
internal interface ISignOfLifeKind<TState> : ISignOfLifeKind
    where TState : class
{
    TState OnSignOfLife(TState state, Occurrence occurrence, Effects effects);

    object ISignOfLifeKind.OnSignOfLife(object state, Occurrence occurrence, Effects effects) =>
        OnSignOfLife((TState)state, occurrence, effects);
}
