using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text.RegularExpressions;
using Estate.Adapters.Storage;
using Estate.Adapters.Storage.People;
using Estate.Domain.People;
using Estate.Gateway.People;
using Estate.Web.Tests.Running;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using NodaTime;
using Xunit;

namespace Estate.Web.Tests.People;

/// <summary>How people get in, stay in, and are kept out.</summary>
public sealed partial class AccountTests
{
    [Fact]
    public async Task The_first_administrator_joins_with_a_code_that_works_once()
    {
        await using var gateway = await RunningGateway.StartAsync(withBroker: false);
        var earlier = gateway.Services.GetRequiredService<Invitations>().ForFirstAdministrator()!;
        var code = gateway.Services.GetRequiredService<Invitations>().ForFirstAdministrator()!;
        using var browser = gateway.NewBrowser();

        // That of the start before is not good any more.
        Assert.Equal(HttpStatusCode.Forbidden, (await JoinAsync(browser, earlier, "li")).StatusCode);
        Assert.Equal(
            "/staff/people",
            (await JoinAsync(browser, code.ToLowerInvariant().Replace("-", " ", StringComparison.Ordinal), "li"))
                .Headers.Location?.ToString());
        Assert.Equal(HttpStatusCode.Forbidden, (await JoinAsync(gateway.NewBrowser(), code, "wang")).StatusCode);
        Assert.Null(gateway.Services.GetRequiredService<Invitations>().ForFirstAdministrator());
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync(new Uri("/staff/people", UriKind.Relative))).StatusCode);
    }

    [Fact]
    public async Task A_desk_code_creates_one_household_account_even_when_used_concurrently()
    {
        await using var gateway = await RunningGateway.StartAsync(withBroker: false);
        var body = await gateway.AskAsync(HttpMethod.Post, "/api/households/h1/invitations");
        var code = body.GetProperty("code").GetString()!;
        Assert.EndsWith("/join?code=" + code, body.GetProperty("link").GetString(), StringComparison.Ordinal);
        Assert.Contains(
            "h999", (await gateway.AskAsync(HttpMethod.Post, "/api/households/h999/invitations")).GetProperty("detail").GetString(),
            StringComparison.Ordinal);

        var answers = await Task.WhenAll(Enumerable.Range(1, 6).Select(number => JoinAsync(gateway.NewBrowser(), code, $"member{number}")));

        Assert.Single(answers, answer => answer.StatusCode == HttpStatusCode.Redirect);
        Assert.Single(gateway.Services.GetRequiredService<PeopleTable>().All(), person =>
            person.Household == "h1" && person.Roles.Count == 0);
    }

    [Fact]
    public async Task An_expired_code_is_refused()
    {
        await using var gateway = await RunningGateway.StartAsync(withBroker: false);
        var lastWeek = Instant.FromDateTimeOffset(TimeProvider.System.GetUtcNow()) - Invitations.Valid - Duration.FromMinutes(1);
        var old = new Invitations(
            gateway.Services.GetRequiredService<PeopleTable>(), gateway.Data.PeopleKey(),
            new(new(new FakeTimeProvider(lastWeek.ToDateTimeOffset()), () => true)));
        Assert.Equal(HttpStatusCode.Forbidden, (await JoinAsync(gateway.NewBrowser(), old.Invite([], "h1", "desk"), "chen")).StatusCode);
    }

    [Theory]
    [InlineData("", RunningGateway.Secret)]
    [InlineData("zhao", "short")]
    [InlineData("zhao", "12345678")]
    [InlineData("zhao", "aaaabbbb")]
    [InlineData("zhao", "ZHAOzhao1234")]
    [InlineData("TAKEN", RunningGateway.Secret)]
    [InlineData("gateway", RunningGateway.Secret)]
    [InlineData("poll-1", RunningGateway.Secret)]
    [InlineData("ta\u200bken", RunningGateway.Secret)]
    [InlineData("\uff54aken", RunningGateway.Secret)]
    [InlineData("<b>zhao", RunningGateway.Secret)]
    public async Task A_bad_name_or_password_is_reported_and_leaves_the_code_valid(string name, string password)
    {
        await using var gateway = await RunningGateway.StartAsync(withBroker: false);
        await gateway.PersonAsync("taken", "h2");
        var code = gateway.Services.GetRequiredService<Invitations>().Invite([], "h1", "desk");
        using var browser = gateway.NewBrowser();

        var answer = await RunningGateway.PostFormAsync(browser, "/join", ("code", code), ("name", name), ("password", password));

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.Contains("role=\"alert\"", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Redirect, (await JoinAsync(browser, code, "zhang")).StatusCode);
    }

    [Fact]
    public async Task Five_wrong_passwords_lock_a_name_for_a_while_without_revealing_whether_it_exists()
    {
        await using var gateway = await RunningGateway.StartAsync(withBroker: false);
        await gateway.PersonAsync("desk", Role.Staff);
        using var browser = gateway.NewBrowser();
        var answers = new HashSet<string>();
        for (var tries = 0; tries < 5; tries++)
            answers.Add(await TextAsync(await LogInAsync(browser, "desk", "guess " + tries)));
        answers.Add(await TextAsync(await LogInAsync(browser, "desk", RunningGateway.Secret)));
        answers.Add(await TextAsync(await LogInAsync(browser, "nobody", "guess")));

        Assert.Single(answers);
        Assert.Equal("locked_out", gateway.Services.GetRequiredService<AuditChain>().Read(long.MaxValue, 1).Single().Entry.Action);
        // A code of the administrator opens it again.
        var person = gateway.Services.GetRequiredService<PeopleTable>().FindByLookup("DESK")!;
        Assert.Equal(
            HttpStatusCode.Redirect,
            (await JoinAsync(gateway.NewBrowser(), gateway.Services.GetRequiredService<Invitations>().NewPassword(person, "li"), ""))
                .StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await LogInAsync(gateway.NewBrowser(), "desk", RunningGateway.Secret)).StatusCode);
    }

    [Fact]
    public async Task Five_wrong_passwords_of_a_stranger_do_not_lock_out_a_known_browser()
    {
        await using var gateway = await RunningGateway.StartAsync(withBroker: false);
        await gateway.PersonAsync("desk", Role.Staff);
        await gateway.PersonAsync("li", Role.Administrator);
        using var known = await gateway.BrowserOfAsync("desk");
        // The desk's computer is also somebody else's.
        Assert.Equal(HttpStatusCode.Redirect, (await LogInAsync(known, "li", RunningGateway.Secret)).StatusCode);
        using var stranger = gateway.NewBrowser();
        using var others = await gateway.BrowserOfAsync("li");
        for (var guess = 0; guess < 5; guess++)
            await LogInAsync(stranger, "desk", $"guess {guess}");

        Assert.Equal(HttpStatusCode.Forbidden, (await LogInAsync(stranger, "desk", RunningGateway.Secret)).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await LogInAsync(others, "desk", RunningGateway.Secret)).StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await LogInAsync(known, "desk", RunningGateway.Secret)).StatusCode);
        // And of a thief who has that browser, no more guesses than of a stranger.
        for (var guess = 0; guess < 5; guess++)
            Assert.Equal(HttpStatusCode.Forbidden, (await LogInAsync(known, "desk", $"guess {guess}")).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await LogInAsync(known, "desk", RunningGateway.Secret)).StatusCode);
    }

    [Fact]
    public async Task A_new_password_an_administrator_or_oneself_ends_logins_and_a_login_begins_a_new_one()
    {
        await using var gateway = await RunningGateway.StartAsync(withBroker: false);
        await gateway.PersonAsync("desk", Role.Staff);
        await gateway.PersonAsync("li", Role.Administrator);
        var (first, second, li) = (
            await gateway.BrowserOfAsync("desk"), await gateway.BrowserOfAsync("desk"), await gateway.BrowserOfAsync("li"));
        Assert.True(await IsInAsync(first));
        await RunningGateway.PostFormAsync(first, "/me/password", ("current", RunningGateway.Secret), ("password", "another four words"));
        Assert.False(await IsInAsync(first) || await IsInAsync(second));
        Assert.Equal(HttpStatusCode.Redirect, (await LogInAsync(first, "desk", "another four words")).StatusCode);
        Assert.True(await IsInAsync(first));

        var id = gateway.Services.GetRequiredService<PeopleTable>().FindByLookup("DESK")!.Id;
        Assert.Equal(HttpStatusCode.Redirect, (await RunningGateway.PostFormAsync(li, $"/staff/people/{id}/sessions")).StatusCode);
        Assert.False(await IsInAsync(first));

        // Who logs in over somebody else's cookie has a login of one's own.
        await LogInAsync(second, "desk", "another four words");
        var before = gateway.Services.GetRequiredService<SessionTable>().Of(id, Instant.FromUtc(2026, 1, 1, 0, 0))
            .Select(session => session.Id).ToList();
        await LogInAsync(second, "desk", "another four words");
        Assert.Equal(
            2, gateway.Services.GetRequiredService<SessionTable>().Of(id, Instant.FromUtc(2026, 1, 1, 0, 0)).Select(session => session.Id)
            .Union(before).Count());
        // And after a restart.
        await gateway.StopGatewayAsync();
        await gateway.StartGatewayAsync();
        Assert.True(await IsInAsync(second));
    }

    [Fact]
    public async Task A_second_factor_is_required_each_code_works_once_and_a_recovery_code_helps()
    {
        await using var gateway = await RunningGateway.StartAsync(withBroker: false);
        await gateway.PersonAsync("li", Role.Administrator);
        var browser = await gateway.BrowserOfAsync("li");
        var key = Key().Match(
            await TextAsync(await RunningGateway.PostFormAsync(browser, "/me/second-factor", ("current", RunningGateway.Secret)))).Groups[
                1].Value.Replace(" ", "", StringComparison.Ordinal);
        Assert.Equal(
            HttpStatusCode.Conflict, (await RunningGateway.PostFormAsync(browser, "/me/second-factor/on", ("code", "000000"))).StatusCode);
        var used = CodeOf(key);
        var page = await TextAsync(await RunningGateway.PostFormAsync(browser, "/me/second-factor/on", ("code", used)));
        var recovery = Recovery().Matches(page).Select(match => match.Groups[1].Value).ToList();
        Assert.Equal(8, recovery.Count);

        var asked = await TextAsync(await LogInAsync(browser, "li", RunningGateway.Secret));
        var pending = Pending().Match(asked).Groups[1].Value;
        Assert.Equal(
            HttpStatusCode.Forbidden,
            (await RunningGateway.PostFormAsync(browser, "/login/code", ("pending", pending), ("code", used))).StatusCode);
        Assert.False(await IsInAsync(browser));
        Assert.Equal(
            HttpStatusCode.Redirect,
            (await RunningGateway.PostFormAsync(browser, "/login/code", ("pending", pending), ("code", recovery[0]))).StatusCode);
        Assert.True(await IsInAsync(browser));
        Assert.Equal(
            HttpStatusCode.Forbidden,
            (await RunningGateway.PostFormAsync(gateway.NewBrowser(), "/login/code", ("pending", pending), ("code", recovery[0])))
                .StatusCode);
        // A new password on paper is no way around it.
        var table = gateway.Services.GetRequiredService<PeopleTable>();
        using var other = gateway.NewBrowser();
        var joined = await JoinAsync(
            other, gateway.Services.GetRequiredService<Invitations>().NewPassword(table.FindByLookup("LI")!, "wang"), "");
        Assert.Contains("name=\"pending\"", await TextAsync(joined), StringComparison.Ordinal);
        Assert.False(await IsInAsync(other));
    }

    [Fact]
    public async Task A_password_code_expires_when_the_account_changes_and_wrong_guesses_count()
    {
        await using var gateway = await RunningGateway.StartAsync(withBroker: false);
        await gateway.PersonAsync("li", Role.Administrator);
        await gateway.PersonAsync("chen", "h1");
        var (table, invitations) = (gateway.Services.GetRequiredService<PeopleTable>(), gateway.Services.GetRequiredService<Invitations>());
        var chen = table.FindByLookup("CHEN")!;
        var (first, second) = (invitations.NewPassword(chen, "desk"), invitations.NewPassword(chen, "desk"));
        Assert.Equal(HttpStatusCode.Redirect, (await JoinAsync(gateway.NewBrowser(), first, "")).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await JoinAsync(gateway.NewBrowser(), second, "")).StatusCode);
        var third = invitations.NewPassword(table.Find(chen.Id)!, "desk");
        using var li = await gateway.BrowserOfAsync("li");
        Assert.Equal(
            HttpStatusCode.Redirect,
            (await RunningGateway.PostFormAsync(li, $"/staff/people/{chen.Id}/roles", ("role", "administrator"))).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await JoinAsync(gateway.NewBrowser(), third, "")).StatusCode);

        using var thief = await gateway.BrowserOfAsync("chen");
        for (var guess = 0; guess < 5; guess++)
            await RunningGateway.PostFormAsync(thief, "/me/password", ("current", $"guess {guess}"), ("password", "the thief's own words"));
        Assert.Equal(
            HttpStatusCode.Conflict,
            (await RunningGateway.PostFormAsync(
                thief, "/me/password", ("current", RunningGateway.Secret), ("password", "the thief's own words"))).StatusCode);
    }

    private static Task<HttpResponseMessage> JoinAsync(HttpClient browser, string code, string name) =>
        RunningGateway.PostFormAsync(browser, "/join", ("code", code), ("name", name), ("password", RunningGateway.Secret));

    private static Task<HttpResponseMessage> LogInAsync(HttpClient browser, string name, string password) =>
        RunningGateway.PostFormAsync(browser, "/login", ("name", name), ("password", password));

    private static async Task<bool> IsInAsync(HttpClient browser) =>
        (await browser.GetAsync(new Uri("/me", UriKind.Relative))).StatusCode == HttpStatusCode.OK;

    private static Task<string> TextAsync(HttpResponseMessage answer) => answer.Content.ReadAsStringAsync();

    /// <summary>As the app on the phone makes it (RFC 6238, 30 s, six digits).</summary>
    internal static string CodeOf(string key)
    {
        var bits = string.Concat(
            key.Select(letter =>
                Convert.ToString("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".IndexOf(letter, StringComparison.Ordinal), 2).PadLeft(5, '0')));
        var secret = bits.Chunk(8).Where(eight => eight.Length == 8).Select(eight => Convert.ToByte(new string(eight), 2)).ToArray();
        var step = new byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(step, TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() / 30);
#pragma warning disable CA5350 // The apps' algorithm.
        var hash = HMACSHA1.HashData(secret, step);
#pragma warning restore CA5350
        var number = BinaryPrimitives.ReadInt32BigEndian(hash.AsSpan(hash[^1] & 0xF)) & 0x7FFFFFFF;
        return (number % 1_000_000).ToString("D6", CultureInfo.InvariantCulture);
    }

    [GeneratedRegex("<code>([A-Z2-7 ]{32,})</code>")]
    private static partial Regex Key();

    [GeneratedRegex("<li><code>([^<]+)</code>")]
    private static partial Regex Recovery();

    [GeneratedRegex("name=\"pending\" value=\"([^\"]+)\"")]
    private static partial Regex Pending();
}
