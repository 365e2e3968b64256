using Estate.Gateway.Tests;
using Xunit;

// More than there are cores: most tests wait most of their time.
[assembly: CollectionBehavior(MaxParallelThreads = 4)]
[assembly: TestCollectionOrderer(typeof(BrowsersFirst))]
