using Xunit;

namespace Estate.FirmwareSim.Tests;

/// <summary>What residents bring in the demonstration.</summary>
public sealed class VisitTests
{
    [Fact]
    public void Wet_waste_is_as_much_of_wet_and_dry_as_cities_report()
    {
        var brought = Enumerable.Range(0, 100).Select(Visits.Chosen).CountBy(category => category).ToDictionary();
        Assert.InRange((double)brought["wet"] / (brought["wet"] + brought["residual"]), 0.35, 0.40);
        Assert.Equal(["hazardous", "recyclable", "residual", "wet"], brought.Keys.Order(StringComparer.Ordinal));
    }
}
