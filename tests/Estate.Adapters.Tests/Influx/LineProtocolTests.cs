using System.Globalization;
using Estate.Adapters.Influx;
using Estate.Domain.Devices;
using FsCheck;
using FsCheck.Fluent;
using NodaTime;
using Xunit;

namespace Estate.Adapters.Tests.Influx;

public sealed class LineProtocolTests
{
    private static readonly Instant At = Instant.FromUnixTimeMilliseconds(1772409600123);

    [Fact]
    public void A_point_is_one_line_with_sorted_tags_and_typed_fields() =>
        Assert.Equal(
            "bin,category=wet,site=s1,station=station-1 fill=0.5,weight=3i 1772409600123000000",
            LineProtocol.Line(Point([("station", "station-1"), ("category", "wet")], [("fill", 0.5), ("weight", 3)]), "s1"));

    [Theory]
    [InlineData("de-DE")]
    [InlineData("tr-TR")]
    [InlineData("zh-CN")]
    public void Lines_do_not_depend_on_the_culture(string culture)
    {
        var before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = new CultureInfo(culture);
            Assert.Contains("fill=1234.5 ", LineProtocol.Line(Point([], [("fill", 1234.5)]), "s1"), StringComparison.Ordinal);
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void An_empty_tag_is_left_out() =>
        Assert.Equal("bin,site=s1 fill=1 1772409600123000000", LineProtocol.Line(Point([("station", "")], [("fill", 1.0)]), "s1"));

    [Fact]
    public void A_value_that_no_server_can_store_is_refused()
    {
        Assert.Throws<ArgumentException>(() => LineProtocol.Line(Point([], []), "s1"));
        Assert.Throws<ArgumentException>(() => LineProtocol.Line(Point([], [("fill", double.NaN)]), "s1"));
        Assert.Throws<ArgumentException>(() => LineProtocol.Line(Point([], [("fill", double.PositiveInfinity)]), "s1"));
    }

    [Fact]
    public void A_reference_parser_recovers_any_tag_value() =>
        Prop.ForAll(ArbMap.Default.ArbFor<NonEmptyString>(), ArbMap.Default.ArbFor<NormalFloat>(), (text, number) =>
        {
            var value = text.Get.Replace("\r", "", StringComparison.Ordinal).Replace("\n", "", StringComparison.Ordinal) + "🍭";
            var line = LineProtocol.Line(Point([("station", value)], [("fill", number.Get)]), "s1");
            var (tags, fields) = ReferenceParser.Parse(line);
            return !line.Contains('\n', StringComparison.Ordinal) && tags["station"] == value
                && double.Parse(fields["fill"], CultureInfo.InvariantCulture).Equals(new FieldValue(number.Get, false).Number);
        }).QuickCheckThrowOnFailure();

    private static Measurement Point((string, string)[] tags, (string, FieldValue)[] fields) => new("bin", At, [.. tags], [.. fields]);
}
