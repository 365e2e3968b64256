using System.Text.Json;
using Estate.TestKit;
using Estate.Web.Tests.Gate;
using Estate.Web.Tests.Running;
using Xunit;

namespace Estate.Web.Tests.Rules;

/// <summary>"Why?" from the journal: an award, a refusal, a gate's move, an alert; and why a rule did not fire.</summary>
public sealed class WhyTests
{
    private const string Tap = """
        rules:
          - id: heavy
            on: deposited
            devices: [bins]
            when: fact.grams > 900 && fact.category == 'wet'
            title: {zh: 太重, en: Heavy}
        """;

    [Fact]
    public async Task An_award_a_refusal_and_an_alert_are_explained_from_card_to_outcome()
    {
        await using var gateway = await RunningGateway.StartAsync();
        await gateway.AskAsync(HttpMethod.Put, "/api/rules/heavy", "engineer", JsonSerializer.Serialize(new { yaml = Tap }));
        var station = await gateway.StationAsync();
        station.Deposit(station.Tap("CARD0001"), "wet", 950);
        station.Deposit(station.Tap("CARD0001"), "wet", 950);
        station.Tap("CARD0003");
        var journal = await Eventually.UntilAsync(() => gateway.AskAsync(HttpMethod.Get, "/api/journal/bins/station-1"), entries =>
            entries.GetArrayLength() >= 5);

        var transfer = (await gateway.AskAsync(HttpMethod.Get, "/api/points/households/h1")).GetProperty("transfers")[0].GetProperty("id")
            .GetString();
        var award = Sentences(await gateway.AskAsync(HttpMethod.Get, $"/api/points/transfers/{transfer}/why"));
        Assert.Equal("A card was tapped", award[0]);
        Assert.Contains(award, line => line.Contains("household h1", StringComparison.Ordinal));
        Assert.Contains(award, line =>
            line.Contains("Points were awarded (time slot", StringComparison.Ordinal)
            && line.Contains("0 of at most 2", StringComparison.Ordinal));
        Assert.DoesNotContain(award, line => line.Contains("CARD", StringComparison.Ordinal));

        var refused = journal.EnumerateArray().First(entry => Text(entry).Contains("Already counted", StringComparison.Ordinal))
            .GetProperty("n").GetInt64();
        Assert.Contains(Sentences(await gateway.AskAsync(HttpMethod.Get, $"/api/journal/{refused}/why")), line =>
            line.Contains("1 of at most 2 counted today", StringComparison.Ordinal));

        var alert = (
            await Eventually.UntilAsync(async () => (await gateway.AskAsync(HttpMethod.Get, "/api/alerts")).GetProperty("open"), open =>
                open.ToString().Contains("heavy", StringComparison.Ordinal))).EnumerateArray().First(one =>
                    one.GetProperty("type").GetString() == "heavy").GetProperty("id").GetString();
        var why = Sentences(await gateway.AskAsync(HttpMethod.Get, $"/api/alerts/{alert}/why"));
        Assert.Contains(why, line =>
            line.StartsWith("Rule heavy, version 1, fired: fact.grams = 950, fact.category = wet", StringComparison.Ordinal));
        Assert.Contains("raised", why);
        Assert.True(why.IndexOf("A card was tapped") < why.IndexOf("raised"));
    }

    [Fact]
    public async Task A_rule_that_did_not_fire_says_which_part_was_false_at_that_time()
    {
        await using var gateway = await RunningGateway.StartAsync();
        await gateway.AskAsync(
            HttpMethod.Put, "/api/rules/heavy", "engineer",
            JsonSerializer.Serialize(new { yaml = Tap.Replace("900", "2000", StringComparison.Ordinal) }));
        var station = await gateway.StationAsync();
        station.Deposit(station.Tap("CARD0001"), "wet", 950);

        var standing = Assert.Single(
            (await Eventually.UntilAsync(async () =>
                (await gateway.AskAsync(HttpMethod.Get, "/api/rules/heavy/why?device=bins/station-1", "engineer")).GetProperty("standings"),
                answer => answer.GetArrayLength() > 0)).EnumerateArray());

        Assert.Equal("It does not fire: fact.grams > 2000 is false (fact.grams = 950)", Text(standing));
        Assert.Equal(
            ["false", "true"], standing.GetProperty("parts").EnumerateArray().Select(part => part.GetProperty("truth").GetString()));
        Assert.Equal(
            "bad_time",
            (await gateway.AskAsync(HttpMethod.Get, "/api/rules/heavy/why?device=bins/station-1&at=once", "engineer")).GetProperty("reason")
                .GetString());
        var before = await gateway.AskAsync(HttpMethod.Get, "/api/rules/heavy/why?device=bins/station-1&at=2020-01-01", "engineer");
        Assert.Equal("The rule was not in force then", before.GetProperty("notes")[0].GetProperty("en").GetString());
        await gateway.AskAsync(HttpMethod.Post, "/api/rules/heavy/silence", "engineer", """{"minutes":60,"reason":"cleaning"}""");
        Assert.Contains(
            "engineer silenced rule heavy",
            (await gateway.AskAsync(HttpMethod.Get, "/api/rules/heavy/why?device=bins/station-1", "engineer")).GetProperty("notes")
                .ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_gate_movement_is_explained_by_the_card_before_it()
    {
        await using var gateway = await RunningGateway.StartAsync();
        using var person = gateway.AtTheGate();
        await person.SendAsync(SideGate.Frame(0xD41B81));
        var journal = await Eventually.UntilAsync(() => gateway.AskAsync(HttpMethod.Get, "/api/journal/gate/s-gate"), entries =>
            entries.EnumerateArray().Any(entry => Text(entry).Contains("told to open by a card", StringComparison.Ordinal)));
        var opened = journal.EnumerateArray().First(entry => Text(entry).Contains("told to open by a card", StringComparison.Ordinal))
            .GetProperty("n").GetInt64();

        Assert.Contains(Sentences(await gateway.AskAsync(HttpMethod.Get, $"/api/journal/{opened}/why")), line =>
            line.StartsWith("A card:", StringComparison.Ordinal));
        Assert.Equal(
            "not_your_role",
            (await gateway.AskAsync(HttpMethod.Get, $"/api/journal/{opened}/why", "chair")).GetProperty("reason").GetString());
    }

    private static List<string> Sentences(JsonElement story) => [.. story.EnumerateArray().Select(Text)];

    private static string Text(JsonElement entry) => entry.GetProperty("text").GetProperty("en").GetString()!;
}
