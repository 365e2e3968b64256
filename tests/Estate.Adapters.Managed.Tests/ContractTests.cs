using Estate.Adapters.Contracts;
using Estate.Adapters.Influx;
using Estate.Adapters.Managed.Influx;
using Estate.Adapters.Managed.Mqtt;
using Estate.Adapters.Managed.Tests.Gpio;
using Estate.Adapters.Mqtt;

namespace Estate.Adapters.Managed.Tests;

public sealed class MqttNetBrokerContractTests : BrokerContract
{
    protected override bool HasReceipts => true;

    protected override IBrokerClient Open(BrokerSession session, TimeProvider time) => new MqttNetBroker(session, time);
}

public sealed class ClientLineSenderTests : SeriesContract
{
    protected override ILineSender Open(InfluxTarget target, TimeProvider time) => ClientLineSender.Open(target, time);
}

public sealed class ManagedPinsContractTests : PinsContract
{
    protected override IPinRig NewRig() => new ScriptedRig();
}
