using Estate.Domain.Devices;
using Estate.Web.Plan;
using Xunit;

namespace Estate.Web.Tests.Plan;

/// <summary>Buildings as they are typed.</summary>
public sealed class PlanLinesTests
{
    [Fact]
    public void Two_corners_are_a_rectangle_and_more_are_what_they_are()
    {
        var (buildings, problem) = PlanLines.Read("7: 54,40 70,49\n\n会所: 1,1 5,1 3,4.5\r\n");
        Assert.Null(problem);
        Assert.Equal([new(54, 40), new(70, 40), new(70, 49), new(54, 49)], buildings[0].Corners);
        Assert.Equal(new PlanSpot(3, 4.5), buildings[1].Corners[2]);
        Assert.Equal(
            buildings.Select(PlanLines.LineOf), PlanLines.Read(PlanLines.Write(new(4, 3, buildings))).Buildings.Select(PlanLines.LineOf));
    }

    [Theory]
    [InlineData("seven", "write NAME")]
    [InlineData(": 1,1 2,2", "write NAME")]
    [InlineData("7: 1,1", "2 to 60 corners")]
    [InlineData("7: 1,1 2;2", "'2;2' is no corner")]
    [InlineData("7: 1,1 2,101", "'2,101' is no corner")]
    [InlineData("7: 1,1 2,NaN", "'2,NaN' is no corner")]
    [InlineData("a name of more than twenty: 1,1 2,2", "1 to 20 letters")]
    [InlineData("1: 1,1 2,2", "1 is there already")]
    public void A_line_that_cannot_be_read_is_named_with_what_to_write(string line, string said)
    {
        var problem = PlanLines.Read("1: 0,0 1,1\n" + line).Problem;
        Assert.StartsWith("line 2, ", problem!.Value.En, StringComparison.Ordinal);
        Assert.Contains(said, problem.Value.En, StringComparison.Ordinal);
    }

    [Fact]
    public void A_spot_is_at_the_building_whose_middle_is_nearest_in_metres()
    {
        // Twice as wide as high: 10 per cent to the side are as far as 20 up.
        var plan = new EstatePlan(200, 100, PlanLines.Read("a: 0,50 20,70\nb: 25,85 35,95").Buildings);
        Assert.Equal("a", plan.NearestTo(new(15, 70)));
        Assert.Equal("b", plan.NearestTo(new(25, 80)));
        Assert.Null(EstatePlan.Empty.NearestTo(new(1, 1)));
    }
}
