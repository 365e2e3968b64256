using Estate.Domain.Devices;
using Microsoft.Extensions.DependencyInjection;

namespace Estate.Adapters.Mqtt;

/// <summary>The link to the broker, and what understands its messages.</summary>
public static class MqttServices
{
    /// <param name="link">Closed by whoever starts it.</param>
    public static IServiceCollection AddMqtt(
        this IServiceCollection services, MqttLink link, MessageDecoder decoder, IReadOnlyList<IDeviceKind> kinds, string site) => services
        .AddSingleton(link).AddSingleton(decoder).AddSingleton(new Triage(decoder, kinds)).AddSingleton(new PayloadRedaction(kinds, site));
}
