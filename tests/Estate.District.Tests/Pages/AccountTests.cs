using System.Net;
using Estate.District.Accounts;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Xunit;

namespace Estate.District.Tests.Pages;

/// <summary>Who may come in, and what somebody sees then.</summary>
[Collection(DistrictCollection.Name)]
public sealed partial class AccountTests(DistrictFixture servers) : IAsyncLifetime
{
    private static readonly string[] Everybodys = ["/district.css", "/healthz", "/login"];

    private ServedDistrict _district = null!;

    public async ValueTask InitializeAsync() => _district = await ServedDistrict.StartAsync(
        servers,
        [ServedDistrict.Estate("north", "河东", at: (31.3, 121.5)), ServedDistrict.Estate("south", "河西", at: (31.2, 121.5))]);

    public async ValueTask DisposeAsync()
    {
        if (_district is not null)
            await _district.DisposeAsync();
    }

    [Fact]
    public async Task Nobody_comes_in_without_a_login_whatever_the_address()
    {
        var browser = _district.Browser();
        foreach (var endpoint in _district.Endpoints)
        {
            var path = endpoint.RoutePattern.RawText!;
            Assert.Equal(Everybodys.Contains(path), endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null);
            if (Everybodys.Contains(path) || path == "/logout")
                continue;
            var answer = await browser.GetAsync(path.Replace("{site}", "north", StringComparison.Ordinal));
            Assert.Equal(
                path.StartsWith("/api", StringComparison.Ordinal) ? HttpStatusCode.Unauthorized : HttpStatusCode.Redirect,
                answer.StatusCode);
            Assert.DoesNotContain("north Estate", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }
        Assert.Equal(23, _district.Endpoints.Count());
    }

    [Theory]
    [InlineData("Committee", "河东一居委", true, false)]
    [InlineData("Street", "河西", false, true)]
    [InlineData("District", "示范区", true, true)]
    [InlineData("District", "别的区", false, false)]
    [InlineData("Street", "示范区", false, false)]
    public async Task A_level_sees_its_estates_and_no_others(string level, string area, bool seesNorth, bool seesSouth)
    {
        var browser = await _district.BrowserOfAsync("wang", Enum.Parse<Level>(level), area);
        foreach (var (site, sees) in new[] { ("north", seesNorth), ("south", seesSouth) })
        {
            foreach (var page in new[] { "/", "/estates.csv", "/api/estates", "/compare", "/compare.csv", "/api/compare", "/change",
                "/change.csv", "/api/change", $"/map?street={(site == "north" ? "河东" : "河西")}" })
                Assert.Equal(sees, (await (await browser.GetAsync(page)).Content.ReadAsStringAsync()).Contains(
                    $"{site} Estate", StringComparison.Ordinal));
            Assert.Equal(sees, (await browser.GetStringAsync("/compare?by=street")).Contains(
                site == "north" ? "河东 Street" : "河西 Street", StringComparison.Ordinal));
            foreach (var page in new[] { $"/estates/{site}", $"/api/estates/{site}", $"/estates/{site}/days.csv" })
                Assert.Equal(sees ? HttpStatusCode.OK : HttpStatusCode.NotFound, (await browser.GetAsync(page)).StatusCode);
        }
        Assert.Equal(HttpStatusCode.NotFound, (await browser.GetAsync("/estates/nowhere")).StatusCode);
    }

    /// <summary>Whatever address comes to be: who has an area without estates is told of none.</summary>
    [Theory]
    [InlineData("Committee", "河东")]
    [InlineData("Street", "河东一居委")]
    [InlineData("District", "河东")]
    [InlineData("District", "")]
    public async Task Of_an_area_of_another_level_no_address_says_anything(string level, string area)
    {
        var browser = await _district.BrowserOfAsync("wang", Enum.Parse<Level>(level), area);
        var looked = 0;
        foreach (var endpoint in _district.Endpoints.Where(one => one.Metadata.GetMetadata<HttpMethodMetadata>() is not { } only
            || only.HttpMethods.Contains("GET")))
        {
            var path = Parameters().Replace(endpoint.RoutePattern.RawText!, "north");
            foreach (var address in new[] { path, path + "?by=street", path + "?street=河东" })
            {
                var said = await (await browser.GetAsync(address)).Content.ReadAsStringAsync();
                foreach (var secret in new[] { "north Estate", "north小区", "河东 Street", "河西" })
                    Assert.False(said.Contains(secret, StringComparison.Ordinal), $"{address} says {secret}");
                looked++;
            }
        }
        Assert.True(looked >= 45, $"only {looked} were looked at");
    }

    [System.Text.RegularExpressions.GeneratedRegex("{[^}]+}")]
    private static partial System.Text.RegularExpressions.Regex Parameters();

    [Fact]
    public async Task Five_wrong_passwords_shut_the_account_and_its_right_one_too()
    {
        await _district.PutAsync("wang", Level.District, "示范区");
        var browser = _district.Browser();
        for (var i = 0; i < 5; i++)
            Assert.Equal(HttpStatusCode.OK, (await ServedDistrict.LogInAsync(browser, "wang", "a wrong one")).StatusCode);
        Assert.Contains("Name or password are wrong", await (await ServedDistrict.LogInAsync(browser, "wang")).Content.ReadAsStringAsync(),
            StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Redirect, (await browser.GetAsync("/")).StatusCode);
        await _district.RunAsync("UPDATE account SET locked_until = now()");
        Assert.Equal("/compare", (await ServedDistrict.LogInAsync(browser, "wang")).Headers.Location?.ToString());
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/")).StatusCode);
    }

    [Fact]
    public async Task Who_is_removed_or_gets_another_password_is_out_at_once()
    {
        var browser = await _district.BrowserOfAsync("wang", Level.District, "示范区");
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/")).StatusCode);
        await _district.PutAsync("wang", Level.District, "示范区");
        Assert.Equal(HttpStatusCode.Redirect, (await browser.GetAsync("/")).StatusCode);
        await ServedDistrict.LogInAsync(browser, "wang");
        await new AccountRows(_district.Source).RemoveAsync("wang", CancellationToken.None);
        Assert.Equal(HttpStatusCode.Redirect, (await browser.GetAsync("/")).StatusCode);
    }

    [Fact]
    public async Task What_another_site_sends_is_refused_and_nobody_is_sent_elsewhere()
    {
        await _district.PutAsync("wang", Level.District, "示范区");
        var stranger = _district.Browser();
        stranger.DefaultRequestHeaders.Remove("Sec-Fetch-Site");
        Assert.Equal(HttpStatusCode.Forbidden, (await ServedDistrict.LogInAsync(stranger, "wang")).StatusCode);
        stranger.DefaultRequestHeaders.Add("Origin", "https://elsewhere.example");
        Assert.Equal(HttpStatusCode.Forbidden, (await ServedDistrict.LogInAsync(stranger, "wang")).StatusCode);
        // A header has no letters beyond ASCII; pages link to such places by their escapes.
        foreach (var (next, there) in new[]
        {
            ("//elsewhere.example/", "/"), ("/map?street=河东", "/"), ("/map?street=%E6%B2%B3%E4%B8%9C", "/map?street=%E6%B2%B3%E4%B8%9C"),
        })
        {
            var sent = await _district.Browser().PostAsync("/login", new FormUrlEncodedContent(
                [new("name", "wang"), new("password", ServedDistrict.Password), new("next", next)]));
            Assert.Equal(there, sent.Headers.Location?.OriginalString);
        }
    }
}
