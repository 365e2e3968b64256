using Estate.Domain.Profiles;
using Estate.Gateway.Configuration;
using Estate.Gateway.Profiles;
using Estate.TestKit;
using Xunit;

namespace Estate.Gateway.Tests.Profiles;

/// <summary>A profile as somebody writes it: what is wrong is said with its place and what to do, whatever it is.</summary>
public sealed class ProfileFileTests
{
    internal const string Plug = """
        title: { zh: 插座, en: Plug }
        maker: Ours
        source: { link: "https://example.org/plug", version: "1" }
        kind: charger
        mqtt: { publishes: ["{topic}/#"], listens: ["{topic}/set"] }
        habits: { every: 60s, ask: read }
        can: { protections: [over_power], holds_time_limit: true }
        messages:
          - topic: "{topic}/status"
            gives:
              - socket: { power_w: payload.watt, over_power: payload.state == 'over' }
        orders:
          start: { topic: "{topic}/set", text: "on {max_s}" }
          read: { topic: "{topic}/set", json: { say: "now {id}", count: 2, "on": true, for: "{topic}" } }
        tests:
          - { topic: "{topic}/status", payload: '{"watt":64}', gives: [ { socket: { power_w: 64 } } ] }
          - { order: read, says: { topic: topic/set, payload: '{"say":"now id","count":2,"on":true,"for":"topic"}' } }
        """;

    [Fact]
    public void A_file_becomes_a_profile_whose_tests_pass()
    {
        var file = ProfileBook.Read("plug.yaml", Plug);
        Assert.Equal("", string.Join("\n", file.Errors));
        Assert.Empty(ProfileTests.Run(file.Profile!));
        Assert.Equal(("plug", "read"), (file.Profile!.Name, file.Profile.Habits.Ask));
    }

    [Theory]
    [InlineData("kind: charger", "kind: chargers", "line 4, column 7: there is no kind 'chargers' for profiles; did you mean 'charger'?")]
    [InlineData("habits:", "habit:", "line 6, column 1: a profile has no 'habit'; did you mean 'habits'?")]
    [InlineData(
        "power_w: payload.watt", "power_kw: payload.watt", "line 11, column 19: 'socket' has no value 'power_kw'; did you mean 'power_w'?")]
    [InlineData("power_w: payload.watt", "power_w: payload.on == true", "line 11, column 28: power_w is a number; this is a bool")]
    [InlineData("power_w: payload.watt", "power_w: payload.watt +", "line 11, column 42: the expression ends too early")]
    [InlineData("power_w: payload.watt", "power_w: u8(0)", "line 11, column 28: unbound function 'u8'")]
    [InlineData("- socket:", "- sockets:", "line 11, column 9: 'charger' has no reading 'sockets'; did you mean 'socket'?")]
    [InlineData("  start: {", "  strat: {", "line 13, column 3: 'charger' has no order 'strat'; did you mean 'start'?")]
    [InlineData("on {max_s}", "on {max}", "line 13, column 45: undeclared reference to 'max'")]
    [InlineData("every: 60s", "every: 60", "line 6, column 18: '60' is no length of time such as 90s, 5m or 24h, nor 'changes'")]
    [InlineData("ask: read", "ask: reed", "line 6, column 28: there is no order 'reed' in this profile; did you mean 'read'?")]
    [InlineData("[over_power]", "[leakage]", "line 7, column 22: no message gives 'leakage'")]
    [InlineData("[over_power]", "[overpower]", "line 7, column 22: 'charger' has no protection 'overpower'; did you mean 'over_power'")]
    [InlineData("on {max_s}", "on", "line 7, column 53: no order says 'max_s'")]
    [InlineData(
        "- topic: \"{topic}/status\"\n    gives", "- topic: \"other/status\"\n    gives",
        "line 9, column 13: 'other/status' is not among mqtt.publishes: {topic}/#")]
    [InlineData(
        "{ topic: \"{topic}/set\", text", "{ topic: \"{topic}/got\", text",
        "line 13, column 20: '{topic}/got' is not among mqtt.listens: {topic}/set")]
    [InlineData("\"{topic}/#\"", "\"estate/{topic}/#\"", "line 5, column 22: 'estate/{topic}/#' begins with a level of the gateway's own")]
    [InlineData("\"{topic}/#\"", "\"plugs/#\"", "line 5, column 22: 'plugs/#' needs {topic} once")]
    [InlineData("[\"{topic}/#\"]", "[\"{topic}/+/x\"]", "line 5, column 22: '{topic}/+/x': # only stands at the end")]
    [InlineData("mqtt: {", "lorawan: {}\nmqtt: {", "line 1, column 1: either 'mqtt:'")]
    [InlineData("maker: Ours\n", "", "line 1, column 1: 'maker' is missing")]
    [InlineData("'{\"watt\":64}'", "'{\"watt\":65}'", "plug.yaml, line 16: socket.power_w is 65, expected 64")]
    [InlineData("'{\"watt\":64}'", "'{\"watt\":-64}'", "socket.power_w is left out: -64 cannot be; it is 0 to 1000000")]
    public void A_mistake_is_said_with_its_place(string right, string wrong, string said)
    {
        var file = ProfileBook.Read("plug.yaml", Plug.Replace(right, wrong, StringComparison.Ordinal));
        Assert.Contains(said, Mistakes(file), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("u8()", "u8 needs a place, such as u8(0) or from the end u8(-1)")]
    [InlineData("u8('01')", "u8('01') reads a tagged part; say how they lie with 'tags:'")]
    [InlineData("u8(port)", "u8 needs a place")]
    [InlineData("bits(0, 9, 1)", "bits needs a place, the lowest bit and how many")]
    [InlineData("u61be(0)", "unbound function 'u61be'; did you mean 'u16be'")]
    [InlineData("payload.x", "undeclared reference to 'payload'")]
    public void A_mistake_about_bytes_says_what_there_is(string expression, string said)
    {
        var text = Plug[..Plug.IndexOf("mqtt:", StringComparison.Ordinal)].Replace("charger", "parking", StringComparison.Ordinal)
            + $"lorawan: {{}}\nmessages: [ {{ gives: [ {{ bay: {{ battery_pct: \"{expression}\" }} }} ] }} ]\ntests: []\n";
        Assert.Contains(said, Mistakes(ProfileBook.Read("bay.yaml", text)), StringComparison.Ordinal);
    }

    /// <summary>What 010 is, two readers of YAML do not agree on.</summary>
    [Theory]
    [InlineData("port: 085", "'085' is no port: 1 to 255")]
    [InlineData("port: +85", "'+85' is no port: 1 to 255")]
    [InlineData("tags: { tag_bytes: 02, length_bytes: 1 }", "'tag_bytes' is a whole number, 1 to 3")]
    [InlineData("tags: { tag_bytes: 1, lengths: { \"01\": 010 } }", "'010' is no length: bytes, 0 to 255")]
    public void A_number_has_decimal_digits_and_no_zero_in_front(string member, string said)
    {
        var text = Plug[..Plug.IndexOf("mqtt:", StringComparison.Ordinal)].Replace("charger", "parking", StringComparison.Ordinal)
            + $"lorawan: {{}}\nmessages: [ {{ {member}, gives: [ {{ bay: {{ battery_pct: \"u8(0)\" }} }} ] }} ]\ntests: []\n";
        Assert.Contains(said, Mistakes(ProfileBook.Read("bay.yaml", text)), StringComparison.Ordinal);
    }

    /// <summary>What a codec makes of bytes is written as YAML, or as the JSON that somebody copied.</summary>
    [Theory]
    [InlineData("decoded: { d: { value: 500 } }", "")]
    [InlineData("decoded: '{\"d\":{\"value\":500}}'", "")]
    [InlineData("decoded: '{\"d\":{\"value\":500'", "line 6, column 21: decoded: is the JSON that the codec or the network server made")]
    public void A_test_of_a_codecs_data_takes_JSON_as_it_was_copied(string subject, string said)
    {
        var mistakes = Mistakes(ProfileBook.Read("bin.yaml", $$"""
            {{Plug[..Plug.IndexOf("kind:", StringComparison.Ordinal)].TrimEnd()}}
            kind: bins
            lorawan: { codec: d.js }
            tests: [ { {{subject}}, gives: [ { level: { category: wet, fill: 0.5 } } ] } ]
            messages: [ { from: decoded, gives: [ { level: { category: "'wet'", fill: 1 - payload.d.value / 1000 } } ] } ]
            habits: { every: 20m }
            """));
        Assert.Contains(said, mistakes, StringComparison.Ordinal);
        Assert.Equal(said.Length == 0, mistakes.Length == 0);
    }

    [Theory]
    [InlineData("")]
    [InlineData("- 1")]
    [InlineData("title: [")]
    [InlineData("messages: 3\ntests: {}\norders: []")]
    [InlineData("mqtt: 1\nlorawan: 2\nhabits: []\ncan: 5\nfound: x\nsource: 3\nsettings: [1]\ntitle: 4\nkind: {a: b}")]
    [InlineData("messages: [ 1, [], { gives: 3, tags: { tag_bytes: 9 }, port: 700 } ]\nlorawan: {}")]
    public void Anything_else_is_a_mistake_and_not_an_exception(string text) =>
        Assert.NotEmpty(ProfileBook.Read("x.yaml", text).Errors);

    [Fact]
    public void A_large_file_is_refused() =>
        Assert.Contains(
            "at most", Mistakes(ProfileBook.Read("x.yaml", new string('#', ProfileFileReader.MaxLength + 1))), StringComparison.Ordinal);

    [Fact]
    public void The_estates_own_file_stands_for_one_that_came_along()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder.File("profiles"));
        File.WriteAllText(folder.File("profiles/tasmota.yaml"), Plug);
        var book = new ProfileBook([ProfileBook.ShippedFolder, folder.File("profiles")]);
        Assert.Equal(("Ours", "tasmota"), (book.Find("tasmota")!.Profile!.Source.Maker, Assert.Single(book.Overruled)));
        Assert.Equal("Tasmota", ProfileBook.Shipped.Find("tasmota")!.Profile!.Source.Maker);
        Assert.Null(book.Find("../tasmota"));
    }

    /// <summary>A newer version of a file takes the place of the one in use, where it speaks at the same places.</summary>
    [Fact]
    public void A_changed_file_is_taken_over_while_it_is_in_use()
    {
        var used = ProfileBook.Read("plug.yaml", Plug).Profile!;
        Assert.False(used.TryBecome(ProfileBook.Read("plug.yaml", Plug.Replace("{topic}/#", "plugs/{topic}/#", StringComparison.Ordinal)
            .Replace("\"{topic}/status", "\"plugs/{topic}/status", StringComparison.Ordinal)).Profile!));
        var slower = Plug.Replace("every: 60s", "every: 10m", StringComparison.Ordinal);
        Assert.True(used.TryBecome(ProfileBook.Read("plug.yaml", slower).Profile!));
        Assert.Equal(600, used.Habits.Every!.Value.TotalSeconds);
    }

    private static string Mistakes(ProfileFile file) => string.Join(
        "\n", file.Errors.Select(one => one.ToString())
            .Concat(file.Profile is null ? []
                : ProfileTests.Run(file.Profile).Select(one => $"{file.File}, line {one.Line}: {one.Message}")));
}
