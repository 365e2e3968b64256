using Estate.Gateway.Contracts;

namespace Estate.Gateway.Tests;

/// <summary>With the default drivers: libmosquitto acknowledges before it hands over.</summary>
public sealed class RedeliveryTests : RedeliveryContract
{
    protected override bool ComesAgain => false;
}
