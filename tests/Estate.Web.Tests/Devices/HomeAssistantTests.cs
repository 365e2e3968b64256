using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Estate.Adapters.Mqtt;
using Estate.FirmwareSim;
using Estate.Gateway.Configuration;
using Estate.TestKit;
using Estate.Web.Tests.Running;
using Xunit;

namespace Estate.Web.Tests.Devices;

/// <summary>What Home Assistant finds on a real broker, with its own user.</summary>
public sealed class HomeAssistantTests
{
    private const string On = "home_assistant: { enabled: true, language: en }";

    /// <summary>Sensor classes the gateway uses, with units Home Assistant takes for them; null: no class.</summary>
    private static readonly Dictionary<string, string[]> Units = new()
    {
        ["temperature"] = ["°C"],
        ["power"] = ["W"],
        ["energy"] = ["Wh"],
        ["battery"] = ["%"],
        ["humidity"] = ["%"],
        ["timestamp"] = [],
        ["weight"] = ["kg"],
    };
    private static readonly string[] Flags =
        ["safety", "problem", "door", "lock", "occupancy", "moving", "moisture", "smoke", "connectivity"];

    [Fact]
    public async Task Every_device_is_announced_as_MQTT_discovery_documents()
    {
        await using var gateway = await RunningGateway.StartAsync(On);
        using var home = new Home(gateway);
        await Eventually.UntilAsync(() => Task.FromResult(home.Configs.Count), count => count == gateway.Model.Inventory.Count);
        var ids = new HashSet<string>();
        foreach (var (topic, payload) in home.Configs)
            Check(topic, JsonDocument.Parse(payload).RootElement, ids);
        Assert.Superset(CardOfTheDocumentation(), ids);
        Assert.Superset(home.Kept.Keys.ToHashSet(), (await KeptAsync(gateway)).ToHashSet());

        var station = await gateway.StationAsync();
        station.Telemetry("fill", """{"category":"wet","fill":0.42}""");
        await Eventually.UntilAsync(() => Task.FromResult(home.State("bins/station-1")), state =>
            state.GetProperty("fill_wet").ValueKind == JsonValueKind.Number);
        Assert.Equal(42, home.State("bins/station-1").GetProperty("fill_wet").GetDouble());
        Assert.Equal(JsonValueKind.Null, home.State("bins/station-1").GetProperty("fill_hazardous").ValueKind);
        Assert.Equal("online", home.State("bins/station-1").GetProperty("availability").GetString());
        gateway.LeaveDevice(station);
        using var last = ClientOf(gateway, "station-1", gateway.Password("station-1"), "estate/test/bins/station-1/ack");
        last.Start();
        last.Publish("estate/test/bins/station-1/status", """{"state":"offline","boot":1}"""u8, retain: true);
        await Eventually.UntilAsync(() => Task.FromResult(home.State("bins/station-1").GetProperty("availability").GetString()), word =>
            word == "offline");
    }

    [Fact]
    public async Task Everything_is_republished_when_Home_Assistant_starts_and_removed_when_switched_off()
    {
        await using var gateway = await RunningGateway.StartAsync(On);
        using var home = new Home(gateway);
        await Eventually.UntilAsync(() => Task.FromResult(home.Configs.Count), count => count == gateway.Model.Inventory.Count);
        await Eventually.UntilAsync(() => home.Availability == "online");

        home.Heard.Clear();
        home.Client.Publish("homeassistant/status", "online"u8);
        await Eventually.UntilAsync(() =>
            Task.FromResult(home.Heard.Keys.Count(topic => topic.EndsWith("/config", StringComparison.Ordinal))), count =>
                count == gateway.Model.Inventory.Count);

        // A device goes: an empty message where its own was, and where its values were.
        await gateway.AskAsync(HttpMethod.Post, "/api/inventory/bins/station-2/retire", "desk", """{"reason":"gone"}""");
        await gateway.RestartAsync();
        await Eventually.UntilAsync(() => !home.Configs.ContainsKey("homeassistant/device/estate_test_bins_station-2/config"));
        Assert.Equal(gateway.Model.Inventory.Count, home.Configs.Count);
        await Eventually.UntilAsync(() => !home.Kept.ContainsKey("estate/test/bins/station-2/home"));

        // Even the section is gone from the file.
        await File.WriteAllTextAsync(
            gateway.EstateFile, (await File.ReadAllTextAsync(gateway.EstateFile)).Replace(On, "", StringComparison.Ordinal));
        BrokerSetup.Write(gateway.Data, EstateFileReader.Read(gateway.EstateFile, InventoryChanges.Read(gateway.Data)));
        await gateway.RestartAsync();
        await Eventually.UntilAsync(async () => await KeptAsync(gateway), kept => kept.Count == 0);
        await Eventually.UntilAsync(() => HomeAssistantMemory.Read(gateway.Data).Prefix is null);
    }

    [Fact]
    public async Task Home_Assistant_may_say_elsewhere_that_it_has_started()
    {
        await using var gateway = await RunningGateway.StartAsync(
            "home_assistant: { enabled: true, language: en, birth_topic: home/started }");
        using var home = new Home(gateway);
        await Eventually.UntilAsync(() => Task.FromResult(home.Configs.Count), count => count == gateway.Model.Inventory.Count);
        await Eventually.UntilAsync(() => home.Availability == "online");
        home.Heard.Clear();
        home.Client.Publish("homeassistant/status", "online"u8);
        await Eventually.UntilAsync(() => home.Refused == 1);
        home.Client.Publish("home/started", "online"u8);
        await Eventually.UntilAsync(() =>
            home.Heard.Keys.Count(topic => topic.EndsWith("/config", StringComparison.Ordinal)) == gateway.Model.Inventory.Count);
    }

    [Fact]
    public async Task A_removed_component_is_withdrawn_alone_and_a_wiped_broker_is_republished()
    {
        await using var gateway = await RunningGateway.StartAsync(On);
        const string topic = "homeassistant/device/estate_test_bins_station-1/config";
        await Eventually.UntilAsync(() => HomeAssistantMemory.Read(gateway.Data).Nodes.Count == gateway.Model.Inventory.Count);
        var known = HomeAssistantMemory.Read(gateway.Data);
        await gateway.StopGatewayAsync();
        new HomeAssistantMemory(known.Prefix, new Dictionary<string, IReadOnlyDictionary<string, string>>(known.Nodes)
        {
            ["estate_test_bins_station-1"] = new Dictionary<string, string>(known.Nodes["estate_test_bins_station-1"])
            { ["gone"] = "sensor" },
        }).Write(gateway.Data);
        using (var home = new Home(gateway))
        {
            await gateway.StartGatewayAsync();
            await Eventually.UntilAsync(() => home.Said.Any(one => one.Topic == topic && one.Payload.Contains("""
                "gone":{"p":"sensor"}
                """.Trim(), StringComparison.Ordinal)));
            await Eventually.UntilAsync(() =>
                !HomeAssistantMemory.Read(gateway.Data).Nodes["estate_test_bins_station-1"].ContainsKey("gone"));
            await Eventually.UntilAsync(() => !home.Configs[topic].Contains("\"gone\"", StringComparison.Ordinal));
        }
        gateway.KillBroker();
        await gateway.StartBrokerAsync();
        using var later = new Home(gateway);
        await Eventually.UntilAsync(() => Task.FromResult(later.Configs.Count), count => count == gateway.Model.Inventory.Count, 60);
    }

    [Fact]
    public async Task Home_Assistant_cannot_read_device_topics_and_may_only_publish_its_birth()
    {
        await using var gateway = await RunningGateway.StartAsync(On);
        using var home = new Home(gateway, "#");
        await Eventually.UntilAsync(() => home.Availability == "online");
        var station = await gateway.StationAsync();
        station.Tap("CARD0001");
        await Eventually.UntilAsync(() => station.Waiting == 0);
        foreach (var topic in new[] { "estate/test/gate/north/command", "estate/test/bins/station-1/home", "homeassistant/device/x/config",
            "estate/test/bins/station-1/event" })
            home.Client.Publish(topic, "{}"u8);
        await Eventually.UntilAsync(() => home.Refused == 4);
        Assert.All(home.Said, one =>
            Assert.True(
                one.Topic.StartsWith("homeassistant/", StringComparison.Ordinal) || one.Topic.EndsWith("/home", StringComparison.Ordinal)
                || one.Topic.EndsWith("/availability", StringComparison.Ordinal), one.Topic));
    }

    [Fact]
    public async Task Home_Assistant_is_off_by_default()
    {
        await using var gateway = await RunningGateway.StartAsync();
        Assert.Empty(await KeptAsync(gateway));
        Assert.DoesNotContain("homeassistant", await File.ReadAllTextAsync(gateway.Data.DeviceCredentials), StringComparison.Ordinal);
        Assert.False(File.Exists(gateway.Data.HomeAssistant));
    }

    /// <summary>Required members and abbreviations of https://www.home-assistant.io/integrations/mqtt/#mqtt-discovery.</summary>
    private static void Check(string topic, JsonElement config, HashSet<string> ids)
    {
        Assert.Matches("^homeassistant/device/[a-zA-Z0-9_-]+/config$", topic);
        Assert.Equal(["dev", "o", "stat_t", "qos", "avty", "avty_mode", "cmps"], config.EnumerateObject().Select(one => one.Name));
        Assert.NotEmpty(config.GetProperty("o").GetProperty("name").GetString()!);
        var device = config.GetProperty("dev");
        Assert.Single(device.GetProperty("ids").EnumerateArray());
        Assert.All(device.EnumerateObject(), one => Assert.Contains(one.Name, new[] { "ids", "name", "mf", "mdl", "sw" }));
        Assert.Equal("all", config.GetProperty("avty_mode").GetString());
        Assert.All(config.GetProperty("avty").EnumerateArray(), one => Assert.NotEmpty(one.GetProperty("t").GetString()!));
        Assert.NotEmpty(config.GetProperty("cmps").EnumerateObject());
        foreach (var (component, key) in config.GetProperty("cmps").EnumerateObject().Select(one => (one.Value, one.Name)))
        {
            Assert.True(ids.Add(component.GetProperty("uniq_id").GetString()!), "a unique id is there twice");
            Assert.True(ids.Add(component.GetProperty("def_ent_id").GetString()!), "a name is there twice");
            Assert.Matches("^(sensor|binary_sensor)[.]estate_test_[a-z0-9_]+$", component.GetProperty("def_ent_id").GetString());
            Assert.Equal(
                $"{component.GetProperty("p")}.{component.GetProperty("uniq_id")}".Replace('-', '_'),
                component.GetProperty("def_ent_id").GetString());
            Assert.Equal($"{{{{ value_json.{key} }}}}", component.GetProperty("val_tpl").GetString());
            Assert.NotEmpty(component.GetProperty("name").GetString()!);
            var (platform, kind) = (
                component.GetProperty("p").GetString(), component.TryGetProperty("dev_cla", out var said) ? said.GetString() : null);
            var unit = component.TryGetProperty("unit_of_meas", out var of) ? of.GetString() : null;
            if (platform == "binary_sensor")
                Assert.True(
                    unit is null && (kind is null || Flags.Contains(kind)) && !component.TryGetProperty("stat_cla", out _),
                    component.ToString());
            else
                Assert.True(
                    platform == "sensor"
                    && (kind is null
                    || (Units.TryGetValue(kind, out var units) && (unit is null ? units.Length == 0 : units.Contains(unit)))),
                    component.ToString());
            // Energy is refused as a mere measurement.
            if (kind == "energy")
                Assert.Equal("total_increasing", component.GetProperty("stat_cla").GetString());
        }
    }

    /// <summary>Entities of the example, which is for the reference estate; the estate of tests has the same devices.</summary>
    private static HashSet<string> CardOfTheDocumentation()
    {
        var card = File.ReadAllText(Path.Combine(Repository.Root, "docs/examples/home-assistant-card.yaml"));
        HashSet<string> entities = [.. Regex.Matches(card, @"\b(binary_)?sensor\.estate_xinghe_\w+")
            .Select(one => one.Value.Replace("_xinghe_", "_test_", StringComparison.Ordinal))];
        Assert.NotEmpty(entities);
        return entities;
    }

    /// <summary>What the broker keeps of it.</summary>
    private static async Task<List<string>> KeptAsync(RunningGateway gateway)
    {
        var (kept, isDone) = (new ConcurrentBag<string>(), false);
        using var client = ClientOf(
            gateway, MqttLink.GatewayUser, gateway.Data.GatewayPassword(), [.. Home.Topics, "estate/test/gateway/look/done"]);
        client.MessageReceived = message =>
        {
            if (message.Retain)
                kept.Add(message.Topic);
            isDone |= message.Topic.EndsWith("/done", StringComparison.Ordinal);
        };
        client.Start();
        await Eventually.UntilAsync(() => client.Current.State == ConnectionState.Ready);
        client.Publish("estate/test/gateway/look/done", "x"u8);
        await Eventually.UntilAsync(() => isDone);
        return [.. kept];
    }

    private static DeviceClient ClientOf(RunningGateway gateway, string user, string password, params IEnumerable<string> topics) =>
        new(new()
        {
            Host = "127.0.0.1",
            Port = gateway.BrokerPort,
            ClientId = "look-" + user,
            Credentials = new(user, password),
            Subscriptions = [.. topics.Select(filter => (filter, 1))],
            SessionExpiry = TimeSpan.Zero,
            MaxReconnectDelay = TimeSpan.FromMilliseconds(500),
        }, TimeProvider.System);

    /// <summary>Home Assistant's side, as its own user.</summary>
    private sealed class Home : IDisposable
    {
        internal static readonly string[] Topics = ["homeassistant/#", "estate/test/+/+/home", "estate/test/gateway/home/availability"];

        private int _refused;

        internal Home(RunningGateway gateway, params string[] more)
        {
            Client = ClientOf(gateway, "homeassistant", gateway.Password("homeassistant"), Topics.Concat(more));
            Client.PublishRefused = _ => Interlocked.Increment(ref _refused);
            Client.MessageReceived = message =>
            {
                var (topic, text) = (message.Topic, Encoding.UTF8.GetString(message.Payload));
                Said.Enqueue((topic, text));
                Heard[topic] = text;
                if (text.Length == 0)
                    Kept.TryRemove(topic, out var _);
                else
                    Kept[topic] = text;
            };
            Client.Start();
        }

        internal DeviceClient Client { get; }
        internal ConcurrentQueue<(string Topic, string Payload)> Said { get; } = [];
        internal ConcurrentDictionary<string, string> Kept { get; } = [];

        /// <summary>Since it was last emptied.</summary>
        internal ConcurrentDictionary<string, string> Heard { get; } = [];
        internal int Refused => Volatile.Read(ref _refused);
        internal string? Availability => Kept.GetValueOrDefault("estate/test/gateway/home/availability");

        internal Dictionary<string, string> Configs =>
            Kept.Where(one => one.Key.EndsWith("/config", StringComparison.Ordinal)).ToDictionary();

        internal JsonElement State(string device) =>
            JsonDocument.Parse(Kept.GetValueOrDefault($"estate/test/{device}/home", "{\"fill_wet\":null,\"availability\":\"\"}"))
                .RootElement;

        public void Dispose() => Client.Dispose();
    }
}
