using Xunit;

namespace Estate.Gateway.Tests;

/// <summary>Tests that change the process's own environment: no other runs beside them.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class EnvironmentOfTheProcess
{
    public const string Name = "the environment of the process";
}
