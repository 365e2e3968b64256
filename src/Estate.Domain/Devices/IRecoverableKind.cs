namespace Estate.Domain.Devices;

/// <summary>A kind that can make a device's state again from its facts, where the saved one was damaged; others start over.</summary>
public interface IRecoverableKind : IDeviceKind
{
    /// <summary>The types of facts that <see cref="Recover"/> needs.</summary>
    IReadOnlyList<Type> RecoversFrom { get; }

    /// <param name="facts">The device's, newest first.</param>
    object Recover(object initial, IReadOnlyList<Fact> facts);
}

/// <inheritdoc />
internal interface IRecoverableKind<TState> : IRecoverableKind
    where TState : class
{
    TState Recover(TState initial, IReadOnlyList<Fact> facts);

    object IRecoverableKind.Recover(object initial, IReadOnlyList<Fact> facts) => Recover((TState)initial, facts);
}
