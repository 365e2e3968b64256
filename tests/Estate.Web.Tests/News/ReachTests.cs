using System.Text.RegularExpressions;
using Estate.Domain.People;
using Estate.Web.Shared;
using Estate.Web.Tests.Browser;
using Estate.Web.Tests.Running;
using Estate.Web.Tests.Shared;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Estate.Web.Tests.News;

/// <summary>Every page somebody may use is found from where they land, by following links: at most three clicks away.</summary>
public sealed partial class ReachTests : ChromiumFixture
{
    private const int Clicks = 3;

    /// <summary>For who is not logged in.</summary>
    private static readonly string[] BeforeLogin = ["/login", "/join"];

    [Fact]
    public async Task Every_page_of_a_role_is_at_most_three_clicks_from_its_first_page()
    {
        await using var gateway = await RunningGateway.StartAsync();
        await LivedInEstate.LiveALittleAsync(gateway);
        var missing = new List<string>();
        foreach (var (role, household, door) in new (Role Role, string? Household, string Door)[]
        {
            (Role.Resident, "h1", "/"), (Role.Staff, null, "/staff/alerts"), (Role.Committee, null, "/committee"),
            (Role.Engineer, null, "/staff/rules"), (Role.Administrator, null, "/staff/people"),
        })
        {
            var name = role.ToString().ToLowerInvariant();
            await gateway.PersonAsync(name, household, role == Role.Resident ? [] : [role]);
            var page = await OpenAsync(gateway.Url + "/login?lang=en");
            await LogInAsync(page, name);
            await IsAtAsync(page, door);
            var reached = await page.EvaluateAsync<string[]>(Follow, new { door, clicks = Clicks });
            missing.AddRange(PagesOf(gateway, role).Where(pattern => !reached.Any(PatternOf(pattern).IsMatch))
                .Select(pattern => $"{name}: {pattern}"));
        }
        Assert.True(missing.Count == 0, string.Join('\n', missing));
    }

    private static IEnumerable<string> PagesOf(RunningGateway gateway, Role role)
    {
        var pages = SitePages.Pages(gateway).ToHashSet();
        return gateway.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(endpoint => endpoint.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods.Contains("GET")
                && endpoint.Metadata.GetMetadata<Access>() is { } access && access.Roles?.Contains(role) != false)
            .Select(endpoint => "/" + endpoint.RoutePattern.RawText!.Trim('/'))
            .Where(pages.Contains).Except(BeforeLogin).Distinct();
    }

    private static Regex PatternOf(string pattern) => new("^" + Parameter().Replace(pattern, "[^/]+") + "$");

    /// <summary>Where the links of pages lead, page after page, each asked for as the browser does; without anchors.</summary>
    private const string Follow =
        """
        async ({ door, clicks }) => {
          const pathOf = href => { const url = new URL(href, location.href); return url.origin === location.origin ? url.pathname : null; };
          const seen = new Set([door]);
          let edge = [door];
          for (let click = 0; click < clicks; click++) {
            const next = [];
            await Promise.all(edge.map(async path => {
              const answer = await fetch(path);
              if (!answer.ok || !answer.headers.get('content-type')?.startsWith('text/html')) return;
              const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
              for (const link of page.querySelectorAll('a[href]')) {
                const to = pathOf(link.getAttribute('href'));
                if (to && !to.endsWith('.csv') && !seen.has(to)) { seen.add(to); next.push(to); }
              }
            }));
            edge = next;
          }
          return [...seen];
        }
        """;

    [GeneratedRegex(@"\{[^}]+\}")]
    private static partial Regex Parameter();
}
