using Estate.Domain.Devices;
using Xunit;

namespace Estate.Architecture.Tests;

public sealed class VisibilityTests
{
    [Fact]
    public void What_only_the_domain_uses_other_projects_cannot_see()
    {
        var (tree, domain) = (SourceTree.Read(), typeof(Fact).Assembly.GetTypes());
        Assert.Equal("", string.Join("\n", VisibilityRules.WhatOnlyTheDomainUsesIsInternal(tree, domain)));

        var unused = VisibilityRules.WhatOnlyTheDomainUsesIsInternal(SourceTree.Of(("src/Estate.Web/Any.cs", "Condition said;")), domain)
            .Select(breach => breach.Split(' ')[0]).ToList();
        Assert.Contains(typeof(EstateMachine).FullName, unused);
        // Used by name, and as a part of what is.
        Assert.DoesNotContain(typeof(Condition).FullName, unused);
        Assert.DoesNotContain(typeof(Severity).FullName, unused);
    }
}
