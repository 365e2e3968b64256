using Estate.Adapters.Mqtt;
using Estate.Domain.Devices;
using Estate.Domain.Profiles;
using Estate.Gateway.Profiles;
using Xunit;

namespace Estate.Gateway.Tests.Profiles;

/// <summary>A bridge speaks for many devices: one user of the broker, which writes their topics and no others.</summary>
public sealed class BridgeTests
{
    private static readonly DeviceProfile Plug = ProfileBook.Shipped.Find("zigbee2mqtt-plug")!.Profile!;

    [Fact]
    public void A_bridge_writes_the_topics_of_its_devices_and_reads_their_orders()
    {
        var topics = new ForeignTopics([Device("plug-1", "kitchen"), Device("plug-2", "hall")]);
        Assert.Equal("zigbee2mqtt", Assert.Single(topics.Users));
        Assert.Equal(
            [
                "user zigbee2mqtt", "topic write zigbee2mqtt/kitchen", "topic write zigbee2mqtt/kitchen/availability",
                "topic read zigbee2mqtt/kitchen/set", "topic read zigbee2mqtt/kitchen/get", "topic write zigbee2mqtt/hall",
                "topic write zigbee2mqtt/hall/availability", "topic read zigbee2mqtt/hall/set", "topic read zigbee2mqtt/hall/get",
            ],
            topics.AccessLines(forGateway: false));
        Assert.Equal(new DeviceId("charger", "plug-2"), topics.SpeakerOf("zigbee2mqtt/hall"));
        Assert.Null(topics.SpeakerOf("zigbee2mqtt/bridge/devices"));
    }

    [Fact]
    public void No_device_has_the_name_of_a_bridges_user() =>
        Assert.Contains(
            "the broker's user 'zigbee2mqtt', which is another's",
            Assert.Throws<FormatException>(() => new ForeignTopics([Device("zigbee2mqtt", "kitchen")])).Message, StringComparison.Ordinal);

    private static DeviceSettings Device(string name, string topic) =>
        new(new("charger", name), new Dictionary<string, string> { ["topic"] = topic }) { Profile = Plug };
}
