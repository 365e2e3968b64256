using Xunit;

namespace Estate.Gateway.Tests;

/// <summary>
/// Tests that want the process for themselves: they change its environment, or open so many connections that libmosquitto, whose select knows no
/// handle above 1,023, could open none.
/// </summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class Alone
{
    public const string Name = "alone";
}
