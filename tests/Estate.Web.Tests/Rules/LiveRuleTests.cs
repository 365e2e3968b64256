using System.Text.Json;
using Estate.TestKit;
using Estate.Web.Tests.Running;
using Xunit;

namespace Estate.Web.Tests.Rules;

/// <summary>
/// Rules through the whole gateway: files at work, changed and broken while it runs, over a restart, silenced by a person.
/// </summary>
public sealed class LiveRuleTests
{
    private const string Tap = """
        rules:
          - id: somebody-came
            on: card_tapped
            when: device.kind == 'bins'
            severity: low
            title: {zh: 有人来了, en: Somebody came}
            text: {zh: "在 {device.name}", en: "at {device.name}"}
        """;

    [Fact]
    public async Task A_rule_file_takes_effect_immediately_a_broken_one_changes_nothing_and_a_silence_is_kept()
    {
        await using var gateway = await RunningGateway.StartAsync();
        var station = await gateway.StationAsync();
        Write(gateway, Tap);
        Assert.Equal("idle", (await RuleAsync(gateway, rules => rules.GetArrayLength() == 1)).GetProperty("state").GetString());

        station.Tap("CARD0001");
        var firing = await RuleAsync(gateway, rules => rules[0].GetProperty("state").GetString() == "firing");
        Assert.Equal("at station-1", firing.GetProperty("active")[0].GetProperty("words").GetProperty("en").GetString());
        await SeeAlertsAsync(gateway, open => open.Contains("somebody-came", StringComparison.Ordinal));

        Write(gateway, Tap.Replace("device.kind", "device.kin", StringComparison.Ordinal));
        await SeeAlertsAsync(gateway, open =>
            open.Contains("rules_unusable", StringComparison.Ordinal) && open.Contains("line 4, column 11", StringComparison.Ordinal));
        Assert.Equal(1, (await RuleAsync(gateway, rules => rules.GetArrayLength() == 1)).GetProperty("version").GetInt32());

        Write(gateway, Tap);
        await SeeAlertsAsync(gateway, open =>
            !open.Contains("rules_unusable", StringComparison.Ordinal) || open.Contains("\"active\":false", StringComparison.Ordinal));
        Assert.Equal(
            "bad_request",
            (await gateway.AskAsync(HttpMethod.Post, "/api/rules/somebody-came/silence", "engineer", """{"minutes":60,"reason":""}"""))
                .GetProperty("reason").GetString());
        await gateway.AskAsync(
            HttpMethod.Post, "/api/rules/somebody-came/silence", "engineer", """{"minutes":60,"reason":"cleaning day"}""");
        await gateway.StopGatewayAsync();
        await gateway.StartGatewayAsync();
        var after = await RuleAsync(gateway, rules => rules.GetArrayLength() == 1 && rules[0].GetProperty("state").GetString() == "firing");
        Assert.Equal((1, "cleaning day"), (after.GetProperty("version").GetInt32(), after.GetProperty("silenced_for").GetString()));
    }

    [Fact]
    public async Task Only_the_engineer_reads_rules_and_a_check_changes_nothing()
    {
        await using var gateway = await RunningGateway.StartAsync(withBroker: false);
        Assert.Equal("token_needed", (await gateway.AskAsync(HttpMethod.Get, "/api/rules", null)).GetProperty("reason").GetString());
        foreach (var other in new[] { "desk", "chair" })
            Assert.Equal("not_your_role", (await gateway.AskAsync(HttpMethod.Get, "/api/rules", other)).GetProperty("reason").GetString());

        var answer = await gateway.AskAsync(
            HttpMethod.Post, "/api/rules/check", "engineer",
            JsonSerializer.Serialize(new { yaml = Tap.Replace("card_tapped", "card_taped", StringComparison.Ordinal) }));

        Assert.Contains(
            "did you mean 'card_tapped'", answer.GetProperty("mistakes")[0].GetProperty("text").GetProperty("en").GetString(),
            StringComparison.Ordinal);
        // Who says nothing of a language is answered in Chinese, here as everywhere.
        Assert.Contains("既不是事件也不是测量值", answer.GetProperty("mistakes")[0].GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.Equal(0, (await gateway.AskAsync(HttpMethod.Get, "/api/rules", "engineer")).GetProperty("rules").GetArrayLength());
    }

    private static void Write(RunningGateway gateway, string text)
    {
        Directory.CreateDirectory(gateway.Data.Rules);
        File.WriteAllText(Path.Combine(gateway.Data.Rules, "own.yaml"), text);
    }

    private static async Task<JsonElement> RuleAsync(RunningGateway gateway, Func<JsonElement, bool> until)
    {
        JsonElement rules = default;
        await Eventually.UntilAsync(async () =>
            rules = (await gateway.AskAsync(HttpMethod.Get, "/api/rules", "engineer")).GetProperty("rules"), until);
        return rules[0];
    }

    private static Task<string> SeeAlertsAsync(RunningGateway gateway, Func<string, bool> until) =>
        Eventually.UntilAsync(async () => (await gateway.AskAsync(HttpMethod.Get, "/api/alerts")).ToString(), until);
}
