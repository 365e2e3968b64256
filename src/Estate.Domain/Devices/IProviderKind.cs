using NodaTime;

namespace Estate.Domain.Devices;

/// <summary>A kind whose devices order something of a provider outside, such as a taxi.</summary>
public interface IProviderKind : IDeviceKind
{
    /// <summary>What is under way and of which the provider is to be asked; until it is answered for good, also after a restart.</summary>
    IEnumerable<ProviderOrder> Orders(object state);
}

/// <inheritdoc />
internal interface IProviderKind<in TState> : IProviderKind
    where TState : class
{
    IEnumerable<ProviderOrder> Orders(TState state);

    IEnumerable<ProviderOrder> IProviderKind.Orders(object state) => Orders((TState)state);
}

/// <summary>One thing ordered. Nothing of it says who: the provider needs to know where, and which order it is.</summary>
/// <param name="Service">What kind of thing, such as <c>taxi</c>.</param>
/// <param name="Stage">As the provider said last, or <c>requested</c>.</param>
/// <param name="IsCancelled">It was taken back, and the provider has to be told so.</param>
public sealed record ProviderOrder(string Id, string Service, Instant At, string Stage, bool IsCancelled);

/// <summary>What a provider answered; the device's slice knows its words.</summary>
/// <param name="Shown">On the device.</param>
/// <param name="Spoken">By the device; the shown text where it is null.</param>
public sealed record ProviderNews(DeviceId Device, string Order, string Stage, Text Shown, Text? Spoken) : IDeviceRequest
{
    bool IRequest.IsAuditedWhenRefused => false;
}
