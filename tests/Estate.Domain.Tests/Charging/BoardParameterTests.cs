using Estate.Domain.Charging;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Estate.Domain.Tests.Charging;

/// <summary>A board's limits: what is accepted.</summary>
public sealed class BoardParameterTests
{
    [Theory]
    [InlineData("max_power_w", 50, 7400)]
    [InlineData("unplug_s", 5, 3600)]
    [InlineData("float_s", 120, 10800)]
    [InlineData("max_temp_c", 50, 100)]
    [InlineData("full_w", 1, 200)]
    [InlineData("max_minutes", 1, 999)]
    public void Exactly_the_documented_ranges_are_accepted(string name, double min, double max) =>
        Prop.ForAll(Gen.Choose(-10, 60000).Select(tenths => tenths / 4.0).ToArbitrary(), value =>
    {
        // Everything else as lenient as it can be, so that only the range decides.
        var others = new Dictionary<string, string>
        {
            ["unplug_w"] = "0.1",
            ["start_w"] = "0.1",
            ["unplug_s"] = "5",
            ["float_s"] = "120",
            ["full_w"] = "1",
            ["max_power_w"] = "7400",
            ["max_minutes"] = "999",
        };
        others[name] = value.ToString(System.Globalization.CultureInfo.InvariantCulture);
        if (name == "max_minutes")
            others["float_s"] = "120";
        var isTaken = new BoardParameters().With(others).Changed is not null;
        var isContradiction = name switch { "unplug_s" => value >= 120, "max_minutes" => value < 2, _ => false };
        Assert.Equal((value >= min && value <= max && !isContradiction) || (name == "max_temp_c" && value == 255), isTaken);
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(300));

    [Theory]
    [InlineData("200:100,400:75,800:50", true)]
    [InlineData("200:90,400:75", false)]
    [InlineData("200:100,200:75", false)]
    [InlineData("200:100,400:100", false)]
    [InlineData("20:100,400:75", false)]
    [InlineData("200", false)]
    public void Tiers_rise_in_power_and_fall_in_time(string tiers, bool isTaken) =>
        Assert.Equal(isTaken, new BoardParameters().With([new("tiers", tiers)]).Changed is not null);
}
