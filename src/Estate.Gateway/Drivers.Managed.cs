using Estate.Adapters.Gpio;
using Estate.Adapters.Influx;
using Estate.Adapters.Managed.Gpio;
using Estate.Adapters.Managed.Influx;
using Estate.Adapters.Managed.Mqtt;
using Estate.Adapters.Mqtt;

namespace Estate.Gateway;

/// <summary>The set of drivers this gateway was built with by -p:Drivers=managed, on MQTTnet, System.Device.Gpio, Iot.Device.Bindings, InfluxDB.Client.</summary>
internal static class Drivers
{
    internal static IBrokerClient OpenBroker(BrokerSession session, TimeProvider time) => new MqttNetBroker(session, time);

    internal static IPins OpenPins(PinPlan plan, string? mode, string socketPath, TimeProvider time) => ManagedPins.Open(plan, mode, socketPath, time);

    internal static IChips OpenChips(IReadOnlyList<PlannedChip> plan, TimeProvider time) => ManagedChips.Open(plan, time);

    internal static ILineSender OpenSeries(InfluxTarget target, TimeProvider time) => ClientLineSender.Open(target, time);
}
