namespace Estate.Domain.Devices;

/// <summary>A kind whose devices show themselves in Home Assistant.</summary>
internal interface IHomeAssistantKind : IDeviceKind
{
    /// <summary>What a home may show of it.</summary>
    IEnumerable<HomeValue> HomeValues(object state);
}

/// <inheritdoc />
internal interface IHomeAssistantKind<in TState> : IHomeAssistantKind
    where TState : class
{
    IEnumerable<HomeValue> HomeValues(TState state);

    IEnumerable<HomeValue> IHomeAssistantKind.HomeValues(object state) => HomeValues((TState)state);
}
