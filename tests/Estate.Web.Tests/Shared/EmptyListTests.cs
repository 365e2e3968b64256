using Estate.Domain.People;
using Estate.TestKit;
using Estate.Web.Tests.Browser;
using Estate.Web.Tests.Running;
using Microsoft.Playwright;
using Xunit;

namespace Estate.Web.Tests.Shared;

/// <summary>An estate of the first day: lists with nothing in them say so, and what to do; every page leads to its handbook.</summary>
public sealed class EmptyListTests : ChromiumFixture
{
    protected override bool IsTraced => false;

    private static readonly Dictionary<string, string> Samples = new()
    {
        ["/stations/{name}"] = "/stations/station-1",
        ["/gates/{name}"] = "/gates/s-gate",
        ["/staff/points/{household}"] = "/staff/points/h1",
        ["/staff/chargers/{name}"] = "/staff/chargers/c01",
        ["/staff/journal/{kind}/{name}"] = "/staff/journal/bins/station-1",
        ["/staff/devices/{kind}/{name}"] = "/staff/devices/parking/p01",
        ["/staff/devices/profiles/{name}"] = "/staff/devices/profiles/tasmota",
        ["/staff/rules/{id}"] = "/staff/rules/new",
        ["/committee/hours/{name}"] = "/committee/hours/s-gate",
    };

    [Theory]
    [InlineData("zh")]
    [InlineData("en")]
    public async Task No_list_is_empty_without_a_word_what_to_do_and_every_page_leads_to_its_handbook(string language)
    {
        await using var gateway = await RunningGateway.StartAsync(withBroker: false);
        await Eventually.UntilAsync(
            () => gateway.Http.GetAsync(new Uri("/parking", UriKind.Relative)), answer => answer.IsSuccessStatusCode);
        await gateway.PersonAsync("everybody", "h1", Role.Staff, Role.Committee, Role.Engineer, Role.Administrator);
        var page = await OpenAsync($"{gateway.Url}/login?lang={language}", javaScript: false);
        await LogInAsync(page, "everybody");
        await IsAtAsync(page, "/staff/alerts");
        var (trouble, links, empty) = (new List<string>(), new HashSet<string>(), 0);
        foreach (var pattern in SitePages.Pages(gateway))
            if (Samples.ContainsKey(pattern) || !pattern.Contains('{', StringComparison.Ordinal))
            {
                var path = SitePages.Filled(pattern, Samples);
                await page.GotoAsync(gateway.Url + path, new() { WaitUntil = WaitUntilState.DOMContentLoaded });
                empty += await page.Locator(".empty").CountAsync();
                trouble.AddRange((await page.EvaluateAsync<string[]>(Empty)).Select(one => $"{path}: {one}"));
                var help = await page.Locator("footer.foot a[href]")
                    .EvaluateAllAsync<string[]>("all => all.map(one => one.pathname + one.hash)");
                if (help.Length != (path.StartsWith("/help", StringComparison.Ordinal) ? 0 : 1))
                    trouble.Add($"{path}: {help.Length} links to the handbook");
                if (IsOfDuty(path) && help.Any(link => link.StartsWith("/help/residents", StringComparison.Ordinal)))
                    trouble.Add($"{path}: leads to the residents' handbook");
                links.UnionWith(help);
            }
        foreach (var link in links)
        {
            await page.GotoAsync(gateway.Url + link, new() { WaitUntil = WaitUntilState.DOMContentLoaded });
            var id = Uri.UnescapeDataString(link.Split('#')[1]);
            if (await page.EvaluateAsync<bool>("id => document.getElementById(id)?.matches('h3') !== true", id))
                trouble.Add($"{link}: no such section");
        }
        Assert.True(trouble.Count == 0, string.Join('\n', trouble));
        Assert.True(empty >= 12, $"{empty} empty lists were looked at");
        Assert.True(links.Count >= 15, $"{links.Count} sections");
    }

    private static bool IsOfDuty(string path) =>
        path.StartsWith("/staff/", StringComparison.Ordinal) || path.StartsWith("/committee", StringComparison.Ordinal);

    /// <summary>Tables and lists without a row, and words for an empty one that are no two sentences.</summary>
    private const string Empty =
        """
        () => [...document.querySelectorAll('main tbody, main ul, main ol, main dl')]
            .filter(one => one.children.length === 0 && !one.closest('[hidden]'))
            .map(one => `empty: ${one.outerHTML.slice(0, 120)}`)
          .concat([...document.querySelectorAll('main .empty')].map(one => one.innerText.trim())
            .filter(text => (text.match(/。|\.(?=\s|$)/g) ?? []).length < 2).map(text => `says not what to do: ${text}`))
        """;
}
