using Estate.Domain.Profiles;
using Estate.Gateway.Profiles;
using Xunit;

namespace Estate.Gateway.Tests.Profiles;

/// <summary>A profile of a lock or a sign must end by itself what it was ordered: what does not is no such profile.</summary>
public sealed class LockAndSignFileTests
{
    private const string Door = """
        title: { zh: 门, en: Door }
        maker: Ours
        source: { link: "https://example.org/door", version: "1" }
        kind: gate
        mqtt: { publishes: ["{topic}/#"], listens: ["{topic}/set"] }
        habits: { every: 60s }
        can: { holds_time_limit: true }
        messages:
          - { topic: "{topic}/state", gives: [ { door: { locked: payload.relay == 'off', open: payload.door == 1 } } ] }
        orders:
          release: { topic: "{topic}/set", text: "on {max_s}" }
          lock: { topic: "{topic}/set", text: "off" }
        tests:
          - { topic: "{topic}/state", payload: '{"relay":"off","door":0}', gives: [ { door: { locked: true, open: false } } ] }
          - { order: release, with: { max_s: 5 }, says: { topic: topic/set, payload: "on 5" } }
        """;

    private const string Sign = """
        title: { zh: 屏, en: Sign }
        maker: Ours
        source: { link: "https://example.org/sign", version: "1" }
        kind: sign
        mqtt: { publishes: ["{topic}/up"], listens: ["{topic}/set"] }
        habits: { every: 60s }
        can: { holds_time_limit: true }
        messages: [ { topic: "{topic}/up", online: "true" } ]
        orders:
          show: { topic: "{topic}/set", json: { say: "{text}", arrow: "{arrow}", seconds: "{blank_after_s}" } }
        tests:
          - { order: show, with: { text: 满, arrow: left }, says: { topic: topic/set, payload: '{"say":"满","arrow":"left","seconds":60}' } }
        """;

    [Theory]
    [InlineData(Door)]
    [InlineData(Sign)]
    public void A_file_becomes_a_profile_whose_tests_pass(string text)
    {
        var file = ProfileBook.Read("ours.yaml", text);
        Assert.Equal("", string.Join("\n", file.Errors));
        Assert.Empty(ProfileTests.Run(file.Profile!));
    }

    [Theory]
    [InlineData("on {max_s}", "on", "line 11, column 3: 'release' must say 'max_s', the seconds after which the device ends it by itself")]
    [InlineData("holds_time_limit: true", "holds_time_limit: false", "line 7, column 26: 'release' must end by itself")]
    [InlineData("can: { holds_time_limit: true }\n", "", "line 10, column 3: 'release' must end by itself")]
    [InlineData("  release: {", "  open: {", "line 4, column 7: a profile of 'gate' needs the order 'release'")]
    [InlineData("  release: {", "  relase: {", "line 11, column 3: 'gate' has no order 'relase'; did you mean 'release'?")]
    [InlineData("  lock: {", "  unlock: {", "line 12, column 3: 'gate' has no order 'unlock'; did you mean 'lock'?")]
    [InlineData("open: payload.door", "opened: payload.door", "'door' has no value 'opened'; did you mean 'open'?")]
    [InlineData("{ door: { locked:", "{ doors: { locked:", "'gate' has no reading 'doors'; did you mean 'door'?")]
    [InlineData("locked: payload.relay == 'off'", "exit: payload.relay == 'off'", "'door' has no value 'exit'")]
    public void A_lock_that_would_stay_open_is_refused_with_its_place(string right, string wrong, string said) =>
        Refuses(Door, right, wrong, said);

    [Theory]
    [InlineData("seconds: \"{blank_after_s}\"", "seconds: 60", "line 10, column 3: 'show' must say 'blank_after_s'")]
    [InlineData("  show: {", "  shows: {", "line 10, column 3: 'sign' has no order 'shows'; did you mean 'show'?")]
    [InlineData("{text}", "{txt}", "undeclared reference to 'txt'")]
    [InlineData("online: \"true\"", "gives: [ { level: { fill: payload } } ]", "'sign' has no reading 'level'")]
    public void A_sign_that_would_keep_an_old_number_is_refused_with_its_place(string right, string wrong, string said) =>
        Refuses(Sign, right, wrong, said);

    /// <summary>A release that waits in a network server's line opens when nobody stands there any more.</summary>
    [Fact]
    public void A_lock_that_hears_only_after_it_spoke_is_refused() => Refuses(
        Door.Replace("{ topic: \"{topic}/set\", text: \"off\" }", "{ data: { on: false } }", StringComparison.Ordinal)
            .Replace("{ topic: \"{topic}/set\", text: \"on {max_s}\" }", "{ data: { on: \"{max_s}\" } }", StringComparison.Ordinal)
            .Replace("{ topic: \"{topic}/state\", payload:", "{ decoded:", StringComparison.Ordinal)
            .Replace("{ topic: \"{topic}/state\",", "{ from: decoded,", StringComparison.Ordinal)
            .Replace("says: { topic: topic/set, payload: \"on 5\" }", "says: { data: { on: 5 } }", StringComparison.Ordinal),
        "mqtt: { publishes: [\"{topic}/#\"], listens: [\"{topic}/set\"] }", "lorawan: { codec: door.js }",
        "line 11, column 3: 'release' cannot wait until the device speaks: lorawan.class must be B or C");

    private static void Refuses(string text, string right, string wrong, string said)
    {
        Assert.Contains(right, text, StringComparison.Ordinal);
        var file = ProfileBook.Read("ours.yaml", text.Replace(right, wrong, StringComparison.Ordinal));
        Assert.Contains(said, string.Join("\n", file.Errors), StringComparison.Ordinal);
        Assert.Null(file.Profile);
    }
}
