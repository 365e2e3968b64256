using Estate.Adapters.Storage;
using Estate.Cli.Commands;
using Estate.Gateway.Configuration;
using Estate.TestKit;
using Xunit;

namespace Estate.Cli.Tests.Identity;

/// <summary>Other people's programs at the broker: what they may read, and that they say nothing.</summary>
public sealed class SubscriberTests
{
    private const string WithHome = "  - { id: bins/one }\nhome_assistant: { enabled: true }";

    private static readonly string[] Open =
        ["estate/test/bins/one/home", "estate/test/gateway/home/availability", "homeassistant/device/estate_test_bins_one/config"];

    /// <summary>There are cards, orders and other programs' words in these.</summary>
    private static readonly string[] Shut =
    [
        "estate/test/bins/one/event", "estate/test/bins/one/telemetry", "estate/test/bins/one/status", "estate/test/bins/one/reply",
        "estate/test/bins/one/ack", "estate/test/bins/one/command", "estate/test/bins/one/home/deeper", "estate/test/gateway/look",
        "homeassistant/status", "homeassistant/sensor/other/config",
    ];

    [Fact]
    public async Task A_subscriber_reads_what_is_known_of_devices_and_nothing_else_until_it_is_removed()
    {
        using var broker = await BrokerOfEstate.StartAsync(WithHome);
        var said = SubscribersCommand.Add(broker.Data, broker.EstateFile, "node-red").ToList();
        var (user, password) = (said[0].Split(',')[0], said[0].Split(',')[1]);
        Assert.Equal(("subscriber.node-red", $"mqtts://broker.test:{broker.Model.Listeners.Password}"), (user, said[1]));
        await broker.ReloadAsync();
        var gateway = await broker.Gateway("estate/test/#").ReadyAsync();
        var device = await broker.WithPassword("one").ReadyAsync();
        var reader = await broker.WithPassword(user, password).ReadyAsync();

        foreach (var topic in Shut.Concat(Open))
            gateway.Say(topic, "said");
        await Eventually.UntilAsync(() => reader.Received.Count >= Open.Length);
        Assert.Equal(Open, reader.Received.Select(one => one.Topic));

        foreach (var topic in Shut.Concat(Open))
            reader.Say(topic, "mine");
        await reader.UntilAcknowledgedAsync();
        Assert.Equal(Shut.Length + Open.Length, reader.Refused);
        Assert.DoesNotContain(gateway.Received.Concat(device.Received), one => one.Payload == "mine");

        Assert.Equal(["node-red"], SubscribersCommand.List(broker.Data));
        Assert.Single(SubscribersCommand.Remove(broker.Data, broker.EstateFile, "node-red"));
        await broker.ReloadAsync();
        await reader.SeesAsync("the broker refuses user name or password");
        Assert.False(device.WasDisconnected || gateway.WasDisconnected);
        Assert.Equal(["none"], SubscribersCommand.List(broker.Data));
        Assert.Equal(
            ["subscriber_added", "subscriber_removed"],
            new AuditChain(new EstateDatabase(broker.Data.Database), broker.Data.AuditKey()).Read(long.MaxValue, 20)
                .Select(line => line.Entry.Action).Reverse());
    }

    [Theory]
    [InlineData("hall", "there is a subscriber hall already")]
    [InlineData("Hall", "'Hall' is no name of a subscriber")]
    [InlineData("a,b\nuser gateway", "is no name of a subscriber")]
    [InlineData("", "is no name of a subscriber")]
    public async Task A_name_that_cannot_be_is_refused_and_nothing_changes(string name, string sentence)
    {
        using var broker = await BrokerOfEstate.StartAsync(WithHome);
        Assert.NotEmpty(SubscribersCommand.Add(broker.Data, broker.EstateFile, "hall"));
        var before = File.ReadAllText(broker.Data.BrokerFile("acl")) + File.ReadAllText(broker.Data.BrokerFile("passwd"));
        Assert.Contains(
            sentence, Assert.Throws<ConfigurationException>(() => SubscribersCommand.Add(broker.Data, broker.EstateFile, name)).Message,
            StringComparison.Ordinal);
        Assert.Contains(
            "there is no subscriber other",
            Assert.Throws<ConfigurationException>(() => SubscribersCommand.Remove(broker.Data, broker.EstateFile, "other")).Message,
            StringComparison.Ordinal);
        Assert.Equal(before, File.ReadAllText(broker.Data.BrokerFile("acl")) + File.ReadAllText(broker.Data.BrokerFile("passwd")));
        Assert.Equal(["hall"], SubscribersCommand.List(broker.Data));
    }

    [Fact]
    public async Task There_are_so_many_at_most_and_one_is_told_where_nothing_is_said_yet()
    {
        using var broker = await BrokerOfEstate.StartAsync();
        for (var i = 0; i < SubscriberBook.MaxSubscribers; i++)
            Assert.Contains("home_assistant: { enabled: true }", SubscribersCommand.Add(
                broker.Data, broker.EstateFile, $"number-{i}").Last(), StringComparison.Ordinal);
        Assert.Contains(
            "there are 20 subscribers, at most 20",
            Assert.Throws<ConfigurationException>(() => SubscribersCommand.Add(broker.Data, broker.EstateFile, "one-more")).Message,
            StringComparison.Ordinal);
    }
}
