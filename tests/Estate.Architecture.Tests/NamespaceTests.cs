using Xunit;

namespace Estate.Architecture.Tests;

/// <summary>Namespaces of the domain have an order: none uses, on whatever way, one that uses it.</summary>
public sealed class NamespaceTests
{
    [Fact]
    public void Namespaces_of_the_domain_go_in_no_circle()
    {
        var graph = NamespaceGraph.Of(SourceTree.Read());
        Assert.Contains(("Estate.Domain.Points", "Estate.Domain.Devices"), graph.Edges);
        Assert.Equal("", string.Join("\n", graph.Cycles()));

        var outcome = graph.With("namespace Estate.Domain.Devices; public sealed record Leak(Points.Transfer Transfer) : Outcome;");
        Assert.Contains("Estate.Domain.Devices <-> Estate.Domain.Points", Assert.Single(outcome.Cycles()), StringComparison.Ordinal);
        // Below a namespace its types need no using.
        var below = graph.With("namespace Estate.Domain.Gate.Schedules; internal sealed record Leak(GateState State);");
        Assert.Equal("Estate.Domain.Gate <-> Estate.Domain.Gate.Schedules", Assert.Single(below.Cycles()));
    }
}
