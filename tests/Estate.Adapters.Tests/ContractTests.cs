using Estate.Adapters.Contracts;
using Estate.Adapters.Influx;
using Estate.Adapters.Mqtt;
using Estate.Adapters.Tests.Gpio;

namespace Estate.Adapters.Tests;

/// <summary>libmosquitto acknowledges before it hands over, so nothing comes again by itself.</summary>
public sealed class MosquittoBrokerTests : BrokerContract
{
    protected override bool HasReceipts => false;

    protected override IBrokerClient Open(BrokerSession session, TimeProvider time) => new MosquittoBroker(session, time);
}

public sealed class HttpLineSenderTests : SeriesContract
{
    protected override ILineSender Open(InfluxTarget target, TimeProvider time) => HttpLineSender.Open(target, time);
}

/// <summary>The kernel's lines are held to the same in the emulated machine of ./estate test --gpio-vm.</summary>
public sealed class SimulatedPinsContractTests : PinsContract
{
    protected override IPinRig NewRig() => new SimulatedRig();
}
