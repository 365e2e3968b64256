namespace Estate.Adapters.Tests.Gpio;

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
