using Xunit.Sdk;
using Xunit.v3;

namespace Estate.Web.Tests.Browser;

/// <summary>Classes with a browser take longest: the others fill the time beside them.</summary>
public sealed class BrowsersFirst : ITestCollectionOrderer
{
    private static readonly HashSet<string> Browsers =
        [.. typeof(BrowsersFirst).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(ChromiumFixture)))
            .Select(type => type.FullName!)];

    public IReadOnlyCollection<TTestCollection> OrderTestCollections<TTestCollection>(IReadOnlyCollection<TTestCollection> testCollections)
        where TTestCollection : ITestCollection =>
        [.. testCollections.OrderBy(one =>
            Browsers.Any(name => one.TestCollectionDisplayName.Contains(name + " ", StringComparison.Ordinal)) ? 0 : 1)];
}
