using Estate.Web.Tests.Browser;
using Xunit;
using Xunit.v3;

// More than there are cores: most tests wait most of their time.
[assembly: Parallelization(MaxThreads = 4)]
[assembly: TestCollectionOrderer(typeof(BrowsersFirst))]
