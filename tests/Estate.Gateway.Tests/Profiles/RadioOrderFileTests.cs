using Estate.Domain.Profiles;
using Estate.Gateway.Configuration;
using Estate.Gateway.Profiles;
using Estate.TestKit;
using NodaTime;
using Xunit;

namespace Estate.Gateway.Tests.Profiles;

/// <summary>Orders of radio devices as somebody writes them, and a device's own period.</summary>
public sealed class RadioOrderFileTests
{
    private const string Plug = """
        title: { zh: 插座, en: Plug }
        maker: Ours
        source: { link: "https://example.org/plug", version: "1" }
        kind: charger
        lorawan: { codec: plug.js }
        habits: { every: 10m }
        messages:
          - { from: decoded, gives: [ { socket: { power_w: payload.watt } } ] }
        orders:
          cut: { data: { relay: "off", socket: "{socket}", list: [ 1, "{id}" ] } }
        tests:
          - { decoded: { watt: 64 }, gives: [ { socket: { power_w: 64 } } ] }
          - { order: cut, with: { socket: "2" }, says: { data: { relay: "off", socket: 2, list: [ 1, id ] } } }
        """;

    [Fact]
    public void An_order_is_data_and_of_class_A_it_waits_for_one_and_a_half_periods()
    {
        var file = ProfileBook.Read("plug.yaml", Plug);
        Assert.Equal("", string.Join("\n", file.Errors));
        Assert.Empty(ProfileTests.Run(file.Profile!));
        Assert.Equal((true, Duration.FromMinutes(15)), (file.Profile!.Habits.OrdersWait, file.Profile.Habits.OrderDelay));
        foreach (var name in new[] { "B", "C" })
            Assert.Equal(Duration.Zero, Read("plug.js }", $"plug.js, class: {name} }}").Profile!.Habits.OrderDelay);
    }

    [Theory]
    [InlineData("cut: { data: {", "cut: { topic: x, json: {", "an order of a radio device has no topic, but data: for its maker's codec")]
    [InlineData("cut: { data: {", "cut: { topic: x, data: {", "that of a radio device data: for its maker's codec")]
    [InlineData("cut: { data: {", "cut: { json: {", "that of a radio device data: for its maker's codec")]
    [InlineData(
        "cut: { data: { relay: \"off\", socket: \"{socket}\", list: [ 1, \"{id}\" ] } }", "cut: { data: off }",
        "'data' has members of its own")]
    [InlineData(
        "{ codec: plug.js }", "{}", "line 10, column 3: an order needs lorawan.codec: the maker's encodeDownlink makes bytes of its data")]
    [InlineData("{ codec: plug.js }", "{ codec: plug.js, class: D }", "'class' is A, B or C")]
    [InlineData("every: 10m", "every: changes", "line 6, column 18: orders of a class A device wait until it speaks")]
    [InlineData("\"{socket}\"", "\"{sockets}\"", "undeclared reference to 'sockets'")]
    [InlineData("says: { data:", "says: { payload: x, data:", "an order says topic: and payload:, that of a radio device data:")]
    [InlineData("lorawan: { codec: plug.js }", "mqtt: { publishes: [ \"x/{topic}\" ] }", "an order needs its topic: and text: or json:")]
    public void Mistakes_are_said_with_their_place(string good, string bad, string expected) =>
        Assert.Contains(expected, string.Join("\n", Read(good, bad).Errors), StringComparison.Ordinal);

    [Fact]
    public void What_the_codec_would_be_given_is_compared() => Assert.Contains(
        """it says {"relay":"off","socket":2,"list":[1,"id"]}, expected {"relay":"on","socket":2,"list":[1,"id"]}""",
        Assert.Single(ProfileTests.Run(Read("says: { data: { relay: \"off\"", "says: { data: { relay: \"on\"").Profile!)).Message,
        StringComparison.Ordinal);

    [Theory]
    [InlineData("profile: tasmota, topic: a, every: 30m", null)]
    [InlineData("profile: tasmota, topic: a, every: soon", "devices[0].every: 'soon' is no length of time such as 90s, 5m or 24h")]
    [InlineData("every: 30m", "devices[0].every: only a device with a profile has a period of its own")]
    public void A_device_may_have_a_period_of_its_own(string settings, string? expected)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(
            folder.File("estate.yaml"), $"site: test\nhouseholds: 4\ndevices: [ {{ id: charger/a, {settings} }} ]\n");
        if (expected is not null)
        {
            Assert.Contains(
                expected, Assert.Throws<ConfigurationException>(() => EstateFileReader.Read(folder.File("estate.yaml"))).Message,
                StringComparison.Ordinal);
            return;
        }
        var device = EstateFileReader.Read(folder.File("estate.yaml")).Inventory.Single();
        Assert.Equal(
            (Duration.FromMinutes(45), Duration.FromMinutes(5)),
            (device.Habits!.AskAfter(Duration.FromMinutes(2)), device.Profile!.Habits.Every));
    }

    private static ProfileFile Read(string good, string bad) =>
        ProfileBook.Read("plug.yaml", Plug.Replace(good, bad, StringComparison.Ordinal));
}
