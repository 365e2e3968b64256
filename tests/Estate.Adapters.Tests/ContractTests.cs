using Estate.Adapters.Influx;
using Estate.Adapters.Tests.Gpio;
using Estate.Adapters.Tests.Influx;

namespace Estate.Adapters.Tests;

public sealed class HttpLineSenderTests : SeriesContract
{
    protected override ILineSender Open(InfluxTarget target, TimeProvider time) => HttpLineSender.Open(target, time);

    protected override IReadOnlyList<InfluxDialect> Dialects => Enum.GetValues<InfluxDialect>();
}

public sealed class ClientLineSenderTests : SeriesContract
{
    protected override ILineSender Open(InfluxTarget target, TimeProvider time) => new ClientLineSender(target, time);
}

/// <summary>The kernel's lines are held to the same in the emulated machine of ./estate test --gpio-vm.</summary>
public sealed class SimulatedPinsContractTests : PinsContract
{
    protected override IPinRig NewRig() => new SimulatedRig();
}

/// <summary>The machine's own lines on a scripted chip.</summary>
public sealed class MachinePinsContractTests : PinsContract
{
    protected override IPinRig NewRig() => new ScriptedRig();
}
