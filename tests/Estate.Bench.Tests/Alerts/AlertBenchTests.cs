using Estate.Bench.Alerts;
using Estate.Gateway.Configuration;
using Estate.TestKit;
using Xunit;

namespace Estate.Bench.Tests.Alerts;

public sealed class AlertBenchTests
{
    [Fact]
    public void A_month_of_the_reference_estate_is_within_what_staff_can_follow()
    {
        using var output = new StringWriter();
        var model = EstateFileReader.Read(Path.Combine(Repository.Root, "deploy/reference/estate.yaml"));
        Assert.True(AlertBench.Run(model, output), output.ToString());
        TestContext.Current.TestOutputHelper?.WriteLine(output.ToString());
    }
}
