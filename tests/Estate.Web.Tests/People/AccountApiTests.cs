using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Estate.Adapters.Storage.People;
using Estate.Domain.People;
using Estate.Web.Tests.Running;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Estate.Web.Tests.People;

/// <summary>Logging in and one's own account as an API; codes nobody used; the last administrator.</summary>
public sealed class AccountApiTests
{
    [Fact]
    public async Task An_app_logs_in_sees_its_account_and_a_new_password_ends_its_login()
    {
        await using var gateway = await RunningGateway.StartAsync(withBroker: false);
        await gateway.PersonAsync("li", "h1", Role.Staff);
        using var app = gateway.NewBrowser();
        Assert.Equal(HttpStatusCode.Forbidden, (await PostAsync(app, "/api/login", new { name = "li", password = "wrong" })).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await app.GetAsync(new Uri("/api/me", UriKind.Relative))).StatusCode);

        Assert.Equal(
            HttpStatusCode.OK, (await PostAsync(app, "/api/login", new { name = "li", password = RunningGateway.Secret })).StatusCode);

        var me = await app.GetFromJsonAsync<JsonElement>("/api/me");
        Assert.Equal(
            ("li", "h1", 1),
            (me.GetProperty("name").GetString(), me.GetProperty("household").GetString(), me.GetProperty("sessions").GetArrayLength()));
        Assert.Equal(
            HttpStatusCode.Conflict,
            (await PostAsync(app, "/api/me/password", new { current = "wrong", password = "four new plain words" })).StatusCode);
        Assert.Equal(
            HttpStatusCode.OK,
            (await PostAsync(app, "/api/me/password", new { current = RunningGateway.Secret, password = "four new plain words" }))
                .StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await app.GetAsync(new Uri("/api/me", UriKind.Relative))).StatusCode);
    }

    [Fact]
    public async Task The_second_factor_works_through_the_API_and_a_token_has_no_account()
    {
        await using var gateway = await RunningGateway.StartAsync(withBroker: false);
        await gateway.PersonAsync("li", Role.Staff);
        using var app = gateway.NewBrowser();
        await PostAsync(app, "/api/login", new { name = "li", password = RunningGateway.Secret });
        var begun = await (await PostAsync(app, "/api/me/second-factor", new { current = RunningGateway.Secret }))
            .Content.ReadFromJsonAsync<JsonElement>();
        var on = await (
            await PostAsync(app, "/api/me/second-factor/on", new { code = AccountTests.CodeOf(begun.GetProperty("key").GetString()!) }))
                .Content.ReadFromJsonAsync<JsonElement>();
        var recovery = on.GetProperty("recovery_codes")[0].GetString();

        var halfway = await PostAsync(app, "/api/login", new { name = "li", password = RunningGateway.Secret });
        Assert.Equal("code_needed", (await halfway.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("reason").GetString());
        Assert.Equal(
            HttpStatusCode.OK,
            (await PostAsync(app, "/api/login", new { name = "li", password = RunningGateway.Secret, code = recovery })).StatusCode);
        Assert.Equal(
            HttpStatusCode.OK, (await PostAsync(app, "/api/me/second-factor/off", new { current = RunningGateway.Secret })).StatusCode);
        Assert.Equal("not_your_role", (await gateway.AskAsync(HttpMethod.Get, "/api/me")).GetProperty("reason").GetString());
    }

    [Fact]
    public async Task An_unused_code_is_listed_and_can_be_withdrawn()
    {
        await using var gateway = await RunningGateway.StartAsync(withBroker: false);
        await gateway.PersonAsync("root", Role.Administrator);
        using var root = await gateway.BrowserOfAsync("root");
        var code = (
            await (await PostAsync(root, "/api/people/invitations", new { roles = new[] { "staff" } }))
                .Content.ReadFromJsonAsync<JsonElement>()).GetProperty("code").GetString()!;
        Assert.Contains(
            "Withdraw the code for property staff", await root.GetStringAsync("/staff/people?lang=en"), StringComparison.Ordinal);
        var unused = Assert.Single((await root.GetFromJsonAsync<JsonElement>("/api/people/invitations")).EnumerateArray(), one =>
            one.GetProperty("by").GetString() == "root");
        Assert.NotEqual(code, unused.GetProperty("id").GetString());

        Assert.Equal(
            HttpStatusCode.OK,
            (await root.DeleteAsync(new Uri("/api/people/invitations/" + unused.GetProperty("id").GetString(), UriKind.Relative)))
                .StatusCode);

        Assert.Equal(
            HttpStatusCode.NotFound,
            (await root.DeleteAsync(new Uri("/api/people/invitations/" + unused.GetProperty("id").GetString(), UriKind.Relative)))
                .StatusCode);
        using var thief = gateway.NewBrowser();
        using var joined = await RunningGateway.PostFormAsync(
            thief, "/join", ("code", code), ("name", "wang"), ("password", RunningGateway.Secret));
        Assert.Equal(HttpStatusCode.Forbidden, joined.StatusCode);
    }

    [Fact]
    public async Task Two_administrators_cannot_take_the_role_from_each_other_at_once()
    {
        await using var gateway = await RunningGateway.StartAsync(withBroker: false);
        await gateway.PersonAsync("one", Role.Administrator);
        await gateway.PersonAsync("two", Role.Administrator);
        var people = gateway.Services.GetRequiredService<PeopleTable>();
        var (one, two) = (people.All().Single(person => person.Name == "one"), people.All().Single(person => person.Name == "two"));
        // Both were read before either is written.
        (one.Roles, two.Roles) = ([Role.Staff], [Role.Staff]);

        Assert.Equal(SaveResult.Saved, people.Update(one));
        Assert.Equal(SaveResult.LastAdministrator, people.Update(two));
        Assert.Equal(SaveResult.LastAdministrator, people.Delete(people.Find(two.Id)!));
        Assert.Contains(Role.Administrator, people.Find(two.Id)!.Roles);
    }

    private static Task<HttpResponseMessage> PostAsync(HttpClient app, string path, object body) =>
        app.PostAsJsonAsync(new Uri(path, UriKind.Relative), body);
}
