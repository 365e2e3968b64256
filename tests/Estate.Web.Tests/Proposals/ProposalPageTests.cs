using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Estate.Adapters.District;
using Estate.Adapters.Storage;
using Estate.Domain.DistrictProposals;
using Estate.Domain.People;
using Estate.Gateway.Pipeline.Uplink;
using Estate.Web.Tests.Browser;
using Estate.Web.Tests.Running;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Estate.Web.Tests.Proposals;

/// <summary>What the district proposes: the committee looks at what it would change, takes it up, or declines.</summary>
public sealed class ProposalPageTests : ChromiumFixture
{
    private const string Page = "/committee/proposals";

    [Fact]
    public async Task A_notice_is_taken_up_in_the_members_name_and_hours_wait_for_a_second_member()
    {
        await using var gateway = await RunningGateway.StartAsync(withBroker: false);
        await gateway.PersonAsync("zhao", Role.Committee);
        await gateway.ProposeAllAsync();
        var chair = await LoggedInAsync(gateway, "zhao");
        await chair.ClickAsync($".tiles a[href='{Page}']");
        await chair.ClickAsync($"article a[href='{Page}/p-1']");
        // A stranger's text stays text.
        Assert.Contains("<b>No water</b>", await chair.InnerTextAsync("#preview"), StringComparison.Ordinal);
        await chair.ClickAsync("form[action$='/take-up'] button");
        await IsAtAsync(chair, Page);
        Assert.Contains("No water", await gateway.GetAsync("/api/notices"), StringComparison.Ordinal);

        // Days off are Saturdays: it takes hours in which a Saturday differs.
        await gateway.AskAsync(
            HttpMethod.Post, "/api/gates/s-gate/proposals", "chair",
            """{"closed":["sun-fri 23:00-05:00","sat 23:30-05:00"],"resolution":"2026-17","effective_from":"SOONT00:00"}""");
        await gateway.AskAsync(HttpMethod.Post, "/api/gates/s-gate/proposals/p1/approve", "secretary");
        await chair.ClickAsync($"article a[href='{Page}/p-2']");
        Assert.Contains("off", await chair.InnerTextAsync("#preview"), StringComparison.Ordinal);
        await chair.SelectOptionAsync("#device", "s-gate");
        await chair.FillAsync("#from", RunningGateway.Soon + "T12:00");
        await chair.FillAsync("#resolution", "2026-18");
        await chair.ClickAsync("form[action$='/take-up'] button");
        await IsAtAsync(chair, Page);
        await chair.GotoAsync(gateway.Url + "/committee/hours/s-gate?lang=en");
        Assert.Contains("2026-18", await chair.InnerTextAsync("main"), StringComparison.Ordinal);
        Assert.Empty(Errors);
    }

    [Fact]
    public async Task Who_declines_is_known_to_the_audit_alone_and_what_cannot_be_read_can_only_be_declined()
    {
        await using var gateway = await RunningGateway.StartAsync(withBroker: false);
        await gateway.PersonAsync("zhao", Role.Committee);
        await gateway.ProposeAsync("p-1", ProposedKind.Notice, """{"title":"no notice"}""");
        await gateway.ProposeAsync("p-2", ProposedKind.Policy, """{"points_per_session":6}""");
        await gateway.ProposeAsync("p-3", ProposedKind.Holidays, """{"days":"none"}""");
        using var browser = await gateway.BrowserOfAsync("zhao");
        foreach (var id in new[] { "p-1", "p-3" })
        {
            var html = await browser.GetStringAsync(new Uri($"{Page}/{id}", UriKind.Relative));
            Assert.DoesNotContain("take-up", html, StringComparison.Ordinal);
            using var refused = await RunningGateway.PostFormAsync(browser, $"{Page}/{id}/take-up");
            Assert.Equal(409, (int)refused.StatusCode);
        }
        using var missing = await RunningGateway.PostFormAsync(browser, Page + "/p-2/take-up", ("from", "soon"), ("resolution", "1"));
        Assert.Equal(409, (int)missing.StatusCode);
        Assert.Contains("value=\"soon\"", await missing.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        using var done = await RunningGateway.PostFormAsync(
            browser, Page + "/p-2/take-up", ("from", RunningGateway.Soon + "T00:00"), ("resolution", "2026-18"));
        Assert.Equal(302, (int)done.StatusCode);
        Assert.Contains("points-1", await browser.GetStringAsync(new Uri("/committee/points", UriKind.Relative)), StringComparison.Ordinal);
        using var declined = await RunningGateway.PostFormAsync(browser, Page + "/p-1/decline");
        Assert.Equal(302, (int)declined.StatusCode);
        Assert.Equal("[]", await gateway.GetAsync("/api/notices"));
        var audit = gateway.Services.GetRequiredService<AuditChain>().Read(long.MaxValue, 20);
        Assert.Contains(audit, row => row.Entry is { By: "zhao", Action: "decline_proposal" });
        Assert.Contains(audit, row => row.Entry is { By: "zhao", Action: "take_up_proposal" });
    }

    [Fact]
    public async Task What_arrives_signed_is_on_the_page_and_what_is_refused_is_told_without_its_content()
    {
        await using var gateway = await RunningGateway.StartAsync(withBroker: false);
        await gateway.PersonAsync("zhao", Role.Committee);
        using var district = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var key = new ProposalKey(district.ExportSubjectPublicKeyInfoPem());
        var intake = gateway.Services.GetRequiredService<ProposalIntake>();
        var site = gateway.Model.Site;
        foreach (var (content, said) in new[]
        {
            (RunningGateway.ProposedNotice, null), (RunningGateway.ProposedNotice, null), ("""{"title":"secret"}""", "id_reused (p-1)"),
            ("""{"title":"secret\u202e"}""", "control_characters"),
        })
        {
            await intake.TakeAsync(Signed(district, key, site, content), site, key);
            using var answer = await gateway.Http.GetAsync(new Uri("/healthz", UriKind.Relative));
            var health = await answer.Content.ReadAsStringAsync();
            Assert.Equal(said is not null, health.Contains("a proposal is not shown to the committee", StringComparison.Ordinal));
            Assert.Contains(said ?? "", health, StringComparison.Ordinal);
            Assert.DoesNotContain("secret", health, StringComparison.Ordinal);
        }
        using var browser = await gateway.BrowserOfAsync("zhao");
        var html = await browser.GetStringAsync(new Uri(Page, UriKind.Relative));
        Assert.Single(System.Text.RegularExpressions.Regex.Matches(html, "<article>"));
        await gateway.StopGatewayAsync();
        await gateway.StartGatewayAsync();
        using var again = await gateway.BrowserOfAsync("zhao");
        Assert.Contains("p-1", await again.GetStringAsync(new Uri(Page, UriKind.Relative)), StringComparison.Ordinal);
    }

    private static byte[] Signed(ECDsa district, ProposalKey key, string site, string content)
    {
        var until = TimeProvider.System.GetUtcNow().AddDays(30).Date.Subtract(DateTime.UnixEpoch).TotalMilliseconds;
        var signed = Encoding.UTF8.GetBytes(string.Create(
            CultureInfo.InvariantCulture,
            $$"""{"id":"p-1","site":"{{site}}","kind":"notice","valid_until":{{until:0}},"content":{{content}}}"""));
        return JsonSerializer.SerializeToUtf8Bytes(
            new { schema = 1, key = key.Id, signed, signature = district.SignData(signed, HashAlgorithmName.SHA256) });
    }
}
