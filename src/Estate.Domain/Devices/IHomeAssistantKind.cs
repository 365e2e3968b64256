namespace Estate.Domain.Devices;

/// <summary>A kind whose devices show themselves in Home Assistant.</summary>
internal interface IHomeAssistantKind : IDeviceKind
{
    /// <summary>What a home may show of it.</summary>
    IEnumerable<HomeAssistantValue> HomeAssistantValues(object state);
}

/// <inheritdoc />
internal interface IHomeAssistantKind<in TState> : IHomeAssistantKind
    where TState : class
{
    IEnumerable<HomeAssistantValue> HomeAssistantValues(TState state);

    IEnumerable<HomeAssistantValue> IHomeAssistantKind.HomeAssistantValues(object state) => HomeAssistantValues((TState)state);
}
