using System.Net;
using Estate.District.Accounts;
using Estate.TestKit;
using Microsoft.IdentityModel.Tokens;
using Xunit;

namespace Estate.District.Tests.Pages;

/// <summary>Logins by a provider: who may come in by it, and what is refused.</summary>
[Collection(DistrictCollection.Name)]
public sealed class OpenIdTests(DistrictFixture servers) : IAsyncLifetime
{
    private readonly ShiftedTime _time = new(TimeSpan.Zero);

    private TestProvider _provider = null!;
    private ServedDistrict _district = null!;

    public async ValueTask InitializeAsync()
    {
        DistrictFixture.Require();
        _provider = await TestProvider.StartAsync();
        _district = await ServedDistrict.StartAsync(
            servers, [ServedDistrict.Estate("north", "河东"), ServedDistrict.Estate("south", "河西")], _provider.Settings, _time);
    }

    public async ValueTask DisposeAsync()
    {
        if (_district is not null)
            await _district.DisposeAsync();
        if (_provider is not null)
            await _provider.DisposeAsync();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Whoever_has_a_mapped_value_sees_its_estates_and_no_others(bool isUserInfo)
    {
        _provider.GroupsAreUserInfo = isUserInfo;
        _provider.Groups = ["choir", "street-east"];
        var browser = _district.Browser();
        Assert.Equal("/compare", (await LogInAsync(browser, "/compare")).Headers.Location?.ToString());
        var page = await browser.GetStringAsync("/");
        Assert.Contains("north Estate", page, StringComparison.Ordinal);
        Assert.DoesNotContain("south Estate", page, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await browser.GetAsync("/estates/south")).StatusCode);
    }

    [Theory]
    [InlineData("")]
    [InlineData("choir")]
    [InlineData("STREET-EAST")]
    [InlineData("street-east street-west")]
    public async Task Whoever_has_no_area_or_two_sees_nothing_and_is_told_whom_to_ask(string groups)
    {
        _provider.Groups = groups.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var browser = _district.Browser();
        var answer = await LogInAsync(browser);
        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        var page = await answer.Content.ReadAsStringAsync();
        Assert.Contains("li.na@127.0.0.1", page, StringComparison.Ordinal);
        Assert.Contains("the district&#x27;s IT desk, 021-1234", page, StringComparison.Ordinal);
        await OutAsync(browser);
    }

    public static TheoryData<string> Spoilt => [.. Spoilers.Keys];

    private static readonly Dictionary<string, Action<SecurityTokenDescriptor>> Spoilers = new()
    {
        ["issuer"] = token => token.Issuer = "https://elsewhere.example/",
        ["audience"] = token => (token.Audience, token.Claims) = ("another", Without(token.Claims, "aud")),
        ["expired"] = token => (token.NotBefore, token.IssuedAt, token.Expires) = (Ago(30), Ago(30), Ago(3)),
        ["not yet"] = token => token.NotBefore = Ago(-5),
        ["nonce"] = token => token.Claims["nonce"] = "of another login",
        ["another's key"] = token => token.SigningCredentials = new(TestProvider.NewKey(), SecurityAlgorithms.RsaSha256),
        ["the client's secret"] = token => token.SigningCredentials = new(
            new SymmetricSecurityKey(new byte[32]), SecurityAlgorithms.HmacSha256),
    };

    [Theory]
    [MemberData(nameof(Spoilt))]
    public async Task A_token_that_does_not_hold_lets_nobody_in(string spoilt)
    {
        _provider.Spoil = Spoilers[spoilt];
        var browser = _district.Browser();
        Assert.Equal("/login?problem=provider", (await LogInAsync(browser)).Headers.Location?.ToString());
        await OutAsync(browser);
        Assert.Contains("was not accepted", await browser.GetStringAsync("/login?problem=provider"), StringComparison.Ordinal);
        _provider.Spoil = null;
        Assert.Equal("/", (await LogInAsync(browser)).Headers.Location?.ToString());
    }

    [Fact]
    public async Task Clocks_may_differ_by_a_minute()
    {
        _provider.Spoil = token => (token.NotBefore, token.IssuedAt, token.Expires) = (Ago(30), Ago(30), Ago(1));
        Assert.Equal("/", (await LogInAsync(_district.Browser())).Headers.Location?.ToString());
        _provider.Spoil = token => (token.NotBefore, token.IssuedAt) = (Ago(-1), Ago(-1));
        Assert.Equal("/", (await LogInAsync(_district.Browser())).Headers.Location?.ToString());
    }

    [Fact]
    public async Task An_answer_of_the_provider_holds_once_and_for_the_browser_that_asked()
    {
        var (browser, other) = (_district.Browser(), _district.Browser());
        var answer = await AnswerAsync(browser, "/");
        Assert.Equal("/login?problem=provider", (await other.GetAsync(answer)).Headers.Location?.ToString());
        await OutAsync(other);
        Assert.Equal("/", (await browser.GetAsync(answer)).Headers.Location?.ToString());
        Assert.Equal("/login?problem=provider", (await browser.GetAsync(answer)).Headers.Location?.ToString());
        Assert.Equal("/login?problem=provider", (await browser.GetAsync("/login/callback?code=x&state=y")).Headers.Location?.ToString());
    }

    [Fact]
    public async Task A_new_key_of_the_provider_is_fetched()
    {
        await LogInAsync(_district.Browser());
        _provider.ChangeKey();
        await Eventually.UntilAsync(
            async () => (await LogInAsync(_district.Browser())).Headers.Location?.ToString(), came => came == "/");
    }

    [Theory]
    [InlineData("//elsewhere.example/")]
    [InlineData("https://elsewhere.example/")]
    [InlineData("/\\elsewhere.example")]
    public async Task Nobody_is_sent_elsewhere(string next) =>
        Assert.Equal("/", (await LogInAsync(_district.Browser(), next)).Headers.Location?.ToString());

    [Fact]
    public async Task A_session_ends_whether_somebody_works_or_not()
    {
        var browser = _district.Browser();
        await LogInAsync(browser);
        foreach (var hours in new[] { 3, 6, 7.9 })
        {
            _time.Offset = TimeSpan.FromHours(hours);
            Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/")).StatusCode);
        }
        _time.Offset = TimeSpan.FromHours(8.1);
        await OutAsync(browser);
    }

    [Fact]
    public async Task Who_logs_out_is_out_here_and_there()
    {
        var browser = _district.Browser();
        await LogInAsync(browser);
        var there = (await browser.PostAsync("/logout", null)).Headers.Location!;
        Assert.StartsWith(_provider.Address + "/logout?", there.ToString(), StringComparison.Ordinal);
        Assert.Contains("id_token_hint=", there.Query, StringComparison.Ordinal);
        await OutAsync(browser);
        var back = (await browser.GetAsync(there)).Headers.Location!;
        Assert.Equal("/logout/callback", back.AbsolutePath);
        Assert.Equal("/login", (await browser.GetAsync(back)).Headers.Location?.ToString());
        Assert.Contains($"form-action 'self' {_provider.Address}", (await browser.GetAsync("/login")).Headers
            .GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_provider_that_is_away_keeps_nobody_out_who_has_an_account_here()
    {
        await using var district = await ServedDistrict.StartAsync(
            servers, [ServedDistrict.Estate("north", "河东")],
            _provider.Settings with { Authority = $"http://127.0.0.1:{Server.FreePort()}" });
        var browser = await district.BrowserOfAsync("wang", Level.District, "示范区");
        Assert.Equal("/login?problem=away", (await browser.GetAsync("/login/provider")).Headers.Location?.ToString());
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/")).StatusCode);
        Assert.Equal("/login", (await browser.PostAsync("/logout", null)).Headers.Location?.ToString());
        await OutAsync(browser);
    }

    [Fact]
    public async Task Cookies_are_confined_and_over_https_go_nowhere_else()
    {
        var browser = _district.Browser();
        browser.DefaultRequestHeaders.Add("X-Forwarded-Proto", "https");
        var asked = await browser.GetAsync("/login/provider");
        Assert.Contains("redirect_uri=https%3A%2F%2F127.0.0.1", asked.Headers.Location!.Query, StringComparison.Ordinal);
        Assert.Contains("code_challenge_method=S256", asked.Headers.Location.Query, StringComparison.Ordinal);
        Confined(asked, count: 2);
        browser = _district.Browser();
        var answer = await AnswerAsync(browser, "/");
        browser.DefaultRequestHeaders.Add("X-Forwarded-Proto", "https");
        await _district.PutAsync("wang", Level.District, "示范区");
        Confined(await ServedDistrict.LogInAsync(browser, "wang"), count: 1);
    }

    private static void Confined(HttpResponseMessage answer, int count)
    {
        var cookies = answer.Headers.GetValues("Set-Cookie").Where(cookie => !cookie.Contains("expires=Thu, 01 Jan 1970",
            StringComparison.Ordinal)).ToList();
        Assert.Equal(count, cookies.Count);
        Assert.All(cookies, cookie => Assert.Contains("samesite=lax; httponly", cookie, StringComparison.Ordinal));
        Assert.All(cookies, cookie => Assert.Contains("; secure", cookie, StringComparison.Ordinal));
    }

    /// <summary>Over to the provider and back, as often as it takes.</summary>
    private static async Task<HttpResponseMessage> LogInAsync(HttpClient browser, string next = "/")
    {
        var answer = await browser.GetAsync(await AnswerAsync(browser, next));
        while (answer.Headers.Location is { IsAbsoluteUri: true, AbsolutePath: "/authorize" } there)
            answer = await browser.GetAsync((await browser.GetAsync(there)).Headers.Location);
        return answer;
    }

    /// <summary>Where the provider sends a browser back to.</summary>
    private static async Task<Uri> AnswerAsync(HttpClient browser, string next)
    {
        var asked = await browser.GetAsync("/login/provider?ReturnUrl=" + Uri.EscapeDataString(next));
        var answer = await browser.GetAsync(asked.Headers.Location);
        Assert.True(answer.Headers.Location is not null, await answer.Content.ReadAsStringAsync());
        return answer.Headers.Location;
    }

    private static async Task OutAsync(HttpClient browser)
    {
        Assert.Equal(HttpStatusCode.Redirect, (await browser.GetAsync("/")).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await browser.GetAsync("/api/estates")).StatusCode);
    }

    private static DateTime Ago(int minutes) => TimeProvider.System.GetUtcNow().UtcDateTime.AddMinutes(-minutes);

    private static Dictionary<string, object> Without(IDictionary<string, object> claims, string name) =>
        claims.Where(one => one.Key != name).ToDictionary();
}
