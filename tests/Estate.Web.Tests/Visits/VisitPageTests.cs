using System.Globalization;
using System.Net;
using Estate.Domain.People;
using Estate.TestKit;
using Estate.Web.Tests.Running;
using Xunit;

namespace Estate.Web.Tests.Visits;

/// <summary>The log of visits over HTTP: who may see what, and what is kept of it where.</summary>
public sealed class VisitPageTests
{
    private static readonly string Today = TimeProvider.System.GetUtcNow().AddHours(8).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    [Fact]
    public async Task A_visit_is_seen_by_its_volunteer_and_the_keeper_only_and_the_audit_names_no_household()
    {
        await using var gateway = await RunningGateway.StartAsync(withBroker: false);
        var people = new Dictionary<string, HttpClient>();
        foreach (var (name, household, roles) in new (string, string?, Role[])[]
        {
            ("li", null, [Role.Committee]), ("zhao", null, [Role.Committee]), ("wang", "h2", []), ("chen", null, [Role.Staff]),
        })
        {
            await gateway.PersonAsync(name, household, roles);
            people[name] = await gateway.BrowserOfAsync(name);
        }
        Assert.Equal(HttpStatusCode.Conflict, await NoteAsync(people["wang"], "said"));
        Assert.Equal(HttpStatusCode.Conflict, await PostAsync(people["li"], "propose", ("keeper", "wang"), ("volunteers", "wang")));
        Assert.Equal(HttpStatusCode.Conflict, await PostAsync(people["li"], "propose", ("keeper", "li"), ("volunteers", "wong")));
        Assert.Equal(HttpStatusCode.Redirect, await PostAsync(people["li"], "propose", ("keeper", "li"), ("volunteers", "wang\nchen")));
        Assert.Equal(HttpStatusCode.Conflict, await PostAsync(people["li"], "roster-1/approve"));
        Assert.Equal(HttpStatusCode.Redirect, await PostAsync(people["zhao"], "roster-1/approve"));

        Assert.Equal(HttpStatusCode.Conflict, await NoteAsync(people["wang"], "none"));
        Assert.Equal(HttpStatusCode.Conflict, await NoteAsync(people["wang"], ""));
        Assert.Equal(HttpStatusCode.Redirect, await NoteAsync(people["wang"], "written"));
        foreach (var (name, sees) in new[] { ("wang", true), ("li", true), ("zhao", false), ("chen", false) })
            Assert.Equal(sees, (await GetAsync(people[name], "/visits")).Contains("handrail", StringComparison.Ordinal));
        var audit = gateway.Data.Database;
        Assert.Equal(0, TestDatabase.Count(audit, "SELECT count(*) FROM audit WHERE target LIKE '%h1%' OR detail LIKE '%h1%'"));
        Assert.Equal(1, TestDatabase.Count(audit, "SELECT count(*) FROM audit WHERE action = 'note_visit' AND detail = 'noted'"));
        Assert.DoesNotContain("handrail", await GetAsync(people["chen"], "/staff/journal/desk/visits"), StringComparison.Ordinal);
        await gateway.StopGatewayAsync();
        await gateway.StartGatewayAsync();
        Assert.Contains("handrail", await GetAsync(people["li"], "/visits"), StringComparison.Ordinal);
        foreach (var person in people.Values)
            person.Dispose();
    }

    private static Task<string> GetAsync(HttpClient browser, string path) => browser.GetStringAsync(new Uri(path, UriKind.Relative));

    private static async Task<HttpStatusCode> NoteAsync(HttpClient browser, string consent)
    {
        using var answer = await RunningGateway.PostFormAsync(
            browser, "/visits", ("household", "h1"), ("on", Today), ("purpose", "care"), ("consent", consent), ("words", "a handrail"));
        return answer.StatusCode;
    }

    private static async Task<HttpStatusCode> PostAsync(HttpClient browser, string what, params (string Name, string Value)[] fields)
    {
        using var answer = await RunningGateway.PostFormAsync(browser, "/committee/visits/" + what, fields);
        return answer.StatusCode;
    }
}
