using System.Text;
using Estate.Adapters.HomeAssistant;
using Estate.Gateway.Configuration;
using Estate.Gateway.Found;
using Estate.Gateway.Profiles;
using Estate.TestKit;
using NodaTime;
using Xunit;

namespace Estate.Gateway.Tests.Found;

/// <summary>Devices that announced themselves: what is read of them, and how many are kept.</summary>
public sealed class FoundListTests
{
    private static readonly Instant Now = Instant.FromUtc(2026, 3, 2, 0, 0);

    private readonly AnnouncementReader _reader = new(ProfileBook.Shipped, "homeassistant");

    [Fact]
    public void A_full_list_counts_newcomers_and_the_longest_silent_makes_room()
    {
        var list = new FoundList();
        for (var i = 0; i < 50_000; i++)
            list.Add(new("flood", $"d{i}") { Topic = "t" }, Now);
        Assert.Equal((FoundList.Most, 50_000 - FoundList.Most), (list.All.Count, list.WithoutRoom));
        // Who is listed stays so, and is heard.
        list.Add(new("flood", "d7") { Topic = "t" }, Now + FoundList.Silent);
        var late = Now + FoundList.Silent + Duration.FromSeconds(1);
        list.Add(new("flood", "new") { Topic = "t" }, late);
        Assert.Equal(["new", "d7"], list.All.Take(2).Select(one => one.Id));
        Assert.Equal((FoundList.Most, 50_000 - FoundList.Most), (list.All.Count, list.WithoutRoom));
    }

    [Fact]
    public void A_profile_that_fitted_once_still_fits_and_what_is_taken_back_is_gone()
    {
        var list = new FoundList();
        list.Add(new("a", "x") { Topic = "a/x", Product = "Plug", Profiles = ["shelly"] }, Now);
        list.Add(new("a", "x") { Topic = "a/x" }, Now + Duration.FromMinutes(1));
        var one = Assert.Single(list.All);
        Assert.Equal(("Plug", Now, Now + Duration.FromMinutes(1)), (one.Product, one.FirstHeard, one.LastHeard));
        Assert.Equal(["shelly"], one.Profiles);
        list.RemoveOf("a/x");
        Assert.Null(list.Find(one.Key));
    }

    [Theory]
    [InlineData("sensor/0x0017/power/config", """
        {"name":"Power","state_topic":"zigbee2mqtt/kitchen","unique_id":"u1","default_entity_id":"sensor.kitchen_power",
         "device":{"identifiers":["z_0x0017"],"name":"Kitchen plug","manufacturer":"Tuya","model":"TS011F"}}
        """,
        "z_0x0017", "Kitchen plug", "Tuya TS011F", "kitchen")]
    [InlineData("sensor/x/config", """
        {"name":"Power","~":"tele/plug_2","stat_t":"~/SENSOR","uniq_id":"u2","obj_id":"plug_2_power","dev":{"ids":"A1","mf":"Tasmota"}}
        """,
        "A1", "plug_2_power", "Tasmota", "plug_2")]
    [InlineData("binary_sensor/door/config", """{"stat_t":"somewhere/else","def_ent_id":"binary_sensor.front_door"}""",
        "front_door", "front_door", "", null)]
    public void Home_Assistants_discovery_of_others_is_read_in_its_old_and_new_names(
        string topic, string payload, string id, string name, string product, string? level)
    {
        var one = Assert.Single(_reader.Read("homeassistant/" + topic, Encoding.UTF8.GetBytes(payload)));
        Assert.Equal((id, name, product, level), (one.Id, one.Name, one.Product, one.Level));
        Assert.Equal(level is not null, one.Profiles.Count > 0);
        Assert.Contains(ForeignDiscovery.Filters("homeassistant"), filter =>
            Estate.Domain.Profiles.FoundTopic.Matches(filter, "homeassistant/" + topic));
    }

    [Fact]
    public void An_uplink_of_an_unknown_sensor_is_of_the_product_its_network_server_names()
    {
        var topic = "application/1/device/24e124136b502217/event/up";
        var one = Assert.Single(_reader.Read(topic, Encoding.UTF8.GetBytes(
            """
            {"deviceInfo":{"devEui":"24E124136B502217","deviceName":"cellar","deviceProfileName":"Milesight EM300-TH"},
             "fPort":85,"fCnt":1,"data":"A2cQAQ=="}
            """)));
        Assert.Equal(("24e124136b502217", "cellar", "Milesight EM300-TH"), (one.DevEui, one.Name, one.Product));
        Assert.Equal(["milesight-em300-th"], one.Profiles);
        // Without a product's name those that can read it.
        one = Assert.Single(_reader.Read(topic, Encoding.UTF8.GetBytes(
            """{"deviceInfo":{"devEui":"24E124136B502217"},"fPort":1,"fCnt":1,"data":"AQ=="}""")));
        Assert.Contains("bosch-tps110", one.Profiles);
        Assert.DoesNotContain("milesight-em300-th", one.Profiles);
        one = Assert.Single(_reader.Read("v3/app/devices/cellar-2/up", Encoding.UTF8.GetBytes(
            """
            {"end_device_ids":{"device_id":"cellar-2","dev_eui":"24E124136B502218"},
             "uplink_message":{"f_port":85,"frm_payload":"A2cQAQ==","version_ids":{"brand_id":"milesight-iot","model_id":"em300-th"}}}
            """)));
        Assert.Equal(("24e124136b502218", "cellar-2", "milesight-iot em300-th"), (one.DevEui, one.Name, one.Product));
        Assert.Equal(["milesight-em300-th"], one.Profiles);
    }

    [Fact]
    public void Random_bytes_announce_nobody()
    {
        var random = new Random(7);
        foreach (var topic in new[] { "tasmota/discovery/A/config", "shellies/announce", "zigbee2mqtt/bridge/devices", "x/events/rpc",
            "homeassistant/sensor/x/config", "application/1/device/2/event/up", "v3/a/devices/b/up" })
            for (var i = 0; i < 200; i++)
            {
                var bytes = new byte[random.Next(1, 60)];
                random.NextBytes(bytes);
                bytes[0] = (byte)"{[\"1"[random.Next(4)];
                Assert.Empty(_reader.Read(topic, bytes));
            }
    }

    [Fact]
    public void What_is_not_ours_is_remembered_over_a_restart()
    {
        using var folder = new TemporaryFolder();
        var data = new DataFolder(folder.File("var"));
        var hidden = new HiddenDevices(data);
        hidden.Hide("a");
        hidden.Hide("b");
        hidden.Show("a");
        var later = new HiddenDevices(data);
        Assert.Equal((false, true), (later.Has("a"), later.Has("b")));
    }
}
