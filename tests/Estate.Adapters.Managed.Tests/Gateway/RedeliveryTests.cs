using Estate.Gateway.Contracts;

namespace Estate.Adapters.Managed.Tests.Gateway;

/// <summary>With MQTTnet: what was not on the disk comes again, also from devices that know nothing of our acknowledgement.</summary>
public sealed class RedeliveryTests : RedeliveryContract
{
    protected override bool ComesAgain => true;
}
