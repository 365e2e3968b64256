using System.Net;
using Estate.Adapters.Storage;
using Estate.Domain.DistrictProposals;
using Estate.Domain.People;
using Estate.Web.Tests.Running;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Estate.Web.Tests.Proposals;

/// <summary>Rules and profiles that the district proposes: the engineer saves them, with the usual checks, and no orders.</summary>
public sealed class FileProposalTests : IAsyncLifetime
{
    private const string Page = "/staff/proposals";

    private RunningGateway _gateway = null!;
    private HttpClient _engineer = null!;

    public async ValueTask InitializeAsync()
    {
        _gateway = await RunningGateway.StartAsync(withBroker: false);
        await _gateway.PersonAsync("wu", Role.Engineer);
        _engineer = await _gateway.BrowserOfAsync("wu");
    }

    public async ValueTask DisposeAsync()
    {
        _engineer.Dispose();
        await _gateway.DisposeAsync();
    }

    [Fact]
    public async Task A_rule_is_changed_to_suit_saved_under_the_engineers_name_and_the_district_is_told()
    {
        await _gateway.ProposeAsync("p-1", ProposedKind.Rule, RunningGateway.ProposedFile("heavy", RunningGateway.ProposedRule));
        Assert.Contains("The district proposes a rule or a profile", await GetAsync("/?lang=en"), StringComparison.Ordinal);
        var html = WebUtility.HtmlDecode(await GetAsync($"{Page}/p-1"));
        Assert.Contains("fact.grams > 900", html, StringComparison.Ordinal);
        Assert.Contains("formaction=\"/staff/rules/new/try\"", html, StringComparison.Ordinal);
        // Checked as any rule is, by the devices and words there are here.
        var wrong = await SaveAsync("p-1", RunningGateway.ProposedRule.Replace("grams", "gram", StringComparison.Ordinal), "0");
        Assert.Equal(HttpStatusCode.Conflict, wrong.Status);
        Assert.Contains("did you mean 'grams'", wrong.Html, StringComparison.Ordinal);
        Assert.Contains("fact.gram > 900", wrong.Html, StringComparison.Ordinal);
        var changed = RunningGateway.ProposedRule.Replace("900", "800", StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Redirect, (await SaveAsync("p-1", changed, "0")).Status);
        var rules = await _gateway.AskAsync(HttpMethod.Get, "/api/rules", "engineer");
        Assert.Contains("fact.grams > 800", rules.GetRawText().Replace("\\u003E", ">", StringComparison.Ordinal), StringComparison.Ordinal);
        var version = Assert.Single((await _gateway.AskAsync(HttpMethod.Get, "/api/rules/heavy/versions", "engineer")).EnumerateArray());
        Assert.Equal("wu", version.GetProperty("by").GetString());
        Assert.Contains("taken up", await GetAsync(Page + "?lang=en"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Conflict, (await SaveAsync("p-1", changed, "1")).Status);
        var audit = _gateway.Services.GetRequiredService<AuditChain>().Read(long.MaxValue, 20);
        Assert.Contains(audit, row => row.Entry is { By: "wu", Action: "note_proposal_saved" });
    }

    [Fact]
    public async Task One_that_stands_for_a_rule_of_the_estate_says_so_and_is_not_saved_over_what_nobody_saw()
    {
        await _gateway.AskAsync(
            HttpMethod.Put, "/api/rules/heavy", "engineer",
            System.Text.Json.JsonSerializer.Serialize(
                new { yaml = RunningGateway.ProposedRule.Replace("900", "700", StringComparison.Ordinal) }));
        await _gateway.ProposeAsync("p-1", ProposedKind.Rule, RunningGateway.ProposedFile("heavy", RunningGateway.ProposedRule));
        Assert.Contains("this one takes its place", await GetAsync($"{Page}/p-1?lang=en"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Conflict, (await SaveAsync("p-1", RunningGateway.ProposedRule, "0")).Status);
        Assert.Equal(HttpStatusCode.Redirect, (await SaveAsync("p-1", RunningGateway.ProposedRule, "1")).Status);
    }

    [Fact]
    public async Task A_profile_passes_its_own_tests_before_it_is_saved()
    {
        await _gateway.ProposeAsync("p-1", ProposedKind.Profile, RunningGateway.ProposedFile("leak", RunningGateway.ProposedProfile));
        var html = await GetAsync($"{Page}/p-1?lang=en");
        Assert.Contains("All 1 of its own tests pass", html, StringComparison.Ordinal);
        var mark = System.Text.RegularExpressions.Regex.Match(html, "name=\"mark\" value=\"([0-9a-f]+)\"").Groups[1].Value;
        var dry = RunningGateway.ProposedProfile.Replace("leak: true", "leak: false", StringComparison.Ordinal);
        var wrong = await SaveAsync("p-1", dry, mark);
        Assert.Equal(HttpStatusCode.Conflict, wrong.Status);
        Assert.Contains("Not saved", wrong.Html, StringComparison.Ordinal);
        using var none = await _engineer.GetAsync(new Uri("/staff/devices/profiles/leak", UriKind.Relative));
        Assert.Equal(HttpStatusCode.NotFound, none.StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await SaveAsync("p-1", RunningGateway.ProposedProfile, mark)).Status);
        Assert.Contains("Leak sensor", await GetAsync("/staff/devices/profiles/leak?lang=en"), StringComparison.Ordinal);
        var audit = _gateway.Services.GetRequiredService<AuditChain>().Read(long.MaxValue, 20);
        Assert.Contains(audit, row => row.Entry is { By: "wu", Action: "profile_saved" });
    }

    [Fact]
    public async Task What_would_give_a_device_an_order_can_only_be_declined()
    {
        const string asks = RunningGateway.ProposedRule + "    do: [ask: {device: charger/c01, request: stop_charging}]\n";
        var orders = await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "profiles", "tasmota.yaml"));
        foreach (var (id, kind, content) in new[]
        {
            ("p-1", ProposedKind.Rule, RunningGateway.ProposedFile("heavy", asks)),
            ("p-2", ProposedKind.Profile, RunningGateway.ProposedFile("tasmota", orders)),
            ("p-3", ProposedKind.Rule, """{"yaml":"rules: []"}"""),
            ("p-4", ProposedKind.Rule, RunningGateway.ProposedFile("other", RunningGateway.ProposedRule)),
            ("p-5", ProposedKind.Profile, RunningGateway.ProposedFile("broken", "kind: nothing\n")),
        })
        {
            await _gateway.ProposeAsync(id, kind, content);
            Assert.DoesNotContain("/save", await GetAsync($"{Page}/{id}"), StringComparison.Ordinal);
            // Nor with another text: it is the proposal that is not taken.
            Assert.Equal(HttpStatusCode.Conflict, (await SaveAsync(id, RunningGateway.ProposedRule, "0")).Status);
            using var declined = await RunningGateway.PostFormAsync(_engineer, $"{Page}/{id}/decline");
            Assert.Equal(HttpStatusCode.Redirect, declined.StatusCode);
        }
        var rules = await _gateway.AskAsync(HttpMethod.Get, "/api/rules", "engineer");
        Assert.DoesNotContain("heavy", rules.GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Each_sees_what_is_theirs_to_decide()
    {
        await _gateway.ProposeAllAsync();
        await _gateway.PersonAsync("zhao", Role.Committee);
        using var chair = await _gateway.BrowserOfAsync("zhao");
        var committee = await chair.GetStringAsync(new Uri("/committee/proposals", UriKind.Relative));
        Assert.DoesNotContain("p-4", committee, StringComparison.Ordinal);
        foreach (var id in new[] { "p-4", "p-5" })
        {
            using var hidden = await RunningGateway.PostFormAsync(chair, $"/committee/proposals/{id}/decline");
            Assert.Equal(HttpStatusCode.NotFound, hidden.StatusCode);
        }
        var list = await GetAsync(Page);
        Assert.Contains("p-4", list, StringComparison.Ordinal);
        Assert.DoesNotContain("p-1", list, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await SaveAsync("p-1", "x", "0")).Status);
    }

    private Task<string> GetAsync(string path) => _engineer.GetStringAsync(new Uri(path, UriKind.Relative));

    private async Task<(HttpStatusCode Status, string Html)> SaveAsync(string id, string text, string mark)
    {
        using var answer = await RunningGateway.PostFormAsync(_engineer, $"{Page}/{id}/save?lang=en", ("yaml", text), ("mark", mark));
        return (answer.StatusCode, WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync()));
    }
}
