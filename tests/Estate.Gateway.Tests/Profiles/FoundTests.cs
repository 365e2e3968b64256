using System.Text;
using Estate.Domain.Profiles;
using Estate.Gateway.Profiles;
using Xunit;

namespace Estate.Gateway.Tests.Profiles;

/// <summary>What announces itself on the broker, and which profile fits. Payloads are ours, by the makers' documentation.</summary>
public sealed class FoundTests
{
    internal const string Tasmota =
        """{"ip":"192.168.0.7","dn":"Tasmota","t":"plug_kitchen","if":0,"md":"Sonoff S31","rl":[1,0,0,0],"sw":"14.2.0"}""";

    [Theory]
    [InlineData("tasmota", Tasmota, "plug_kitchen", "Sonoff S31", true)]
    [InlineData("tasmota", """{"t":"fan","if":1,"rl":[1,1]}""", "fan", null, false)]
    [InlineData("tasmota", """{"t":"sensor","if":0,"rl":[0,0]}""", "sensor", null, false)]
    [InlineData("tasmota", """{"t":"old","if":0}""", "old", null, false)]
    [InlineData("shelly", """{"src":"plugs-7c","method":"NotifyStatus","params":{"switch:0":{"output":true}}}""", "plugs-7c", null, true)]
    [InlineData("shelly", """{"src":"i4-7c","method":"NotifyFullStatus","params":{"input:0":{"state":true}}}""", "i4-7c", null, false)]
    [InlineData("shelly-gen1", """{"id":"shellyplug-s-7A","model":"SHPLG-S","mac":"7A"}""", "shellyplug-s-7A", "SHPLG-S", true)]
    [InlineData("shelly-gen1", """{"id":"shelly1-7A","model":"SHSW-1"}""", "shelly1-7A", "SHSW-1", false)]
    public void An_announcement_names_its_device_and_whether_the_profile_fits(
        string profile, string announcement, string device, string? product, bool fits) =>
        Assert.Equal([new FoundReading(device, product, fits)], Read(profile, announcement));

    [Theory]
    [InlineData("shelly-gen1", "announce")]
    [InlineData("shelly-gen1", "[]")]
    [InlineData("tasmota", """{"dn":"nameless"}""")]
    [InlineData("tasmota", """{"t":7}""")]
    [InlineData("zigbee2mqtt-plug", "{}")]
    [InlineData("zigbee2mqtt-plug", """[1,"x",null]""")]
    public void What_is_no_announcement_names_nobody(string profile, string message) => Assert.Empty(Read(profile, message));

    [Fact]
    public void A_bridge_announces_all_its_devices_in_one_message()
    {
        const string devices = """
            [{"friendly_name":"Coordinator","type":"Coordinator","definition":null},
             {"friendly_name":"kitchen","type":"Router","definition":{"model":"TS011F","vendor":"Tuya","exposes":[
               {"type":"switch","features":[{"name":"state","property":"state"}]},{"type":"numeric","name":"power","property":"power"}]}},
             {"friendly_name":"0x00158d0001","type":"EndDevice","definition":{"model":"WSDCGQ11LM","vendor":"Aqara","exposes":[
               {"type":"numeric","name":"temperature"},{"type":"numeric","name":"humidity"}]}},
             {"friendly_name":"new one","type":"EndDevice","definition":null,"interview_completed":false},
            """;
        Assert.Equal(
            [new("kitchen", "Tuya TS011F", true), new("0x00158d0001", "Aqara WSDCGQ11LM", false), new("new one", null, false)],
            Read("zigbee2mqtt-plug", devices + """{"friendly_name":7}]"""));
        Assert.Equal([false, true, false], Read("zigbee2mqtt-climate", devices + "{}]").Select(one => one.Fits));
        // What was read before the message breaks off stands.
        Assert.Equal(3, Read("zigbee2mqtt-plug", devices).Count);
    }

    [Theory]
    [InlineData("#", "at least two levels")]
    [InlineData("estate/+/gate/+/event", "not those of the gateway")]
    [InlineData("+/+", "comes a word")]
    [InlineData("+/a/b/c", "comes a word")]
    [InlineData("a/#/b", "# the last one")]
    [InlineData("plugs/+/state", "could speak for a device that is")]
    [InlineData("plugs/#", "could speak for a device that is")]
    [InlineData("plugs/+/hello", null)]
    [InlineData("+/hello", null)]
    public void Nobody_may_announce_where_something_is_believed(string filter, string? problem)
    {
        var profile = new ProfileSource(new("plug", 1, 1))
        {
            Messages = [new(new("", 1, 1)) { Topics = [new("plugs/{topic}/state", 1, 1)] }],
        };
        if (problem is null)
            Assert.Null(FoundTopic.Problem(filter, profile));
        else
            Assert.Contains(problem, FoundTopic.Problem(filter, profile), StringComparison.Ordinal);
    }

    private static IReadOnlyList<FoundReading> Read(string profile, string announcement) =>
        Assert.Single(ProfileBook.Shipped.Find(profile)!.Profile!.Found).Read(Encoding.UTF8.GetBytes(announcement));
}
