using Estate.District.Pages;
using Xunit;

namespace Estate.District.Tests.Reports;

/// <summary>How lines of charts are drawn.</summary>
public sealed class ChartLineTests
{
    [Theory]
    [InlineData(new[] { 0.0, 50, 100 }, "M0 100L50 50L100 0")]
    [InlineData(new[] { 0.0, -1, 100 }, "M0 100h0.1M100 0h0.1")]
    [InlineData(new[] { -1.0, 100, 0 }, "M50 0L100 100")]
    [InlineData(new[] { -1.0, -1, -1 }, "")]
    public void What_is_not_known_is_a_hole_and_what_stands_alone_a_dot(double[] values, string path) =>
        Assert.Equal(path, new ChartLine("a", [.. values.Select(value => value < 0 ? (double?)null : value)]).Path(100, 100, 100));
}
