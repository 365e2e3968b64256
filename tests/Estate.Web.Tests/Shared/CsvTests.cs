using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using Estate.Domain.Devices;
using Estate.Domain.People;
using Estate.TestKit;
using Estate.Web.Shared;
using Estate.Web.Tests.Running;
using Microsoft.AspNetCore.Http.HttpResults;
using Xunit;

namespace Estate.Web.Tests.Shared;

/// <summary>Lists as files for a spreadsheet: the page has the link, who may see the page has the file, and nothing in it runs.</summary>
public sealed class CsvTests
{
    private const string Tap = """
        rules:
          - id: somebody-came
            on: card_tapped
            when: device.name == 'station-1'
            title: {zh: 有人来了, en: Somebody came}
        """;

    [Theory]
    [InlineData("=1+1")]
    [InlineData("+1")]
    [InlineData("-1")]
    [InlineData("@SUM(A1)")]
    [InlineData("\t=1")]
    [InlineData("＝1")]
    public void Formulas_are_exported_as_text_and_numbers_keep_their_signs(string typed) =>
        Assert.Equal($"\uFEFFTyped,Number\r\n'{typed},-5\r\n1+1,\r\n", Written(new TypedRow(typed, -5), new TypedRow("1+1", null)));

    [Fact]
    public async Task Staff_export_alerts_sockets_and_the_journal()
    {
        await using var gateway = await RunningGateway.StartAsync();
        using var staff = await BrowserAsync(gateway, Role.Staff);
        using var everybody = InEnglish(gateway.NewBrowser());
        var station = await gateway.StationAsync();
        station.Telemetry("climate", """{"temperature_c":75}""");
        const string alerts = "/staff/alerts/alerts.csv";
        var hot = await Eventually.UntilAsync(async () =>
            (await RowsAsync(staff, "/staff/alerts", alerts))
            .FirstOrDefault(row => row.Contains(",A bin is hot,Waste-sorting station 1,", StringComparison.Ordinal)),
            row => row is not null);
        await gateway.AskAsync(HttpMethod.Post, $"/api/alerts/{hot!.Split(',')[0]}/acknowledge", "desk", """{"note":"=1+1"}""");
        await Eventually.UntilAsync(() => staff.GetStringAsync(new Uri(alerts, UriKind.Relative)), text =>
            text.Contains(",desk,'=1+1,", StringComparison.Ordinal));
        Assert.Equal(
            "Id,Since,Severity,State,Alert,Where,Value,TakenBy,Note,ClosedBy",
            (await RowsAsync(staff, "/staff/alerts?closed=1", alerts + "?closed=1"))[0]);

        const string journal = "/staff/journal/bins/station-1";
        var told = (await Eventually.UntilAsync(() => RowsAsync(staff, journal + "/journal.csv"), rows => rows.Any(IsHot))).Single(IsHot);
        Assert.Contains(told, await RowsAsync(staff, journal, journal + "/journal.csv"));
        var n = told.Split(',')[0];
        var story = await RowsAsync(staff, "/staff/journal/" + n, $"/staff/journal/{n}/journal.csv");
        Assert.Equal("N,At,Device,What,Late", story[0]);
        Assert.Contains(told, story);
        Assert.DoesNotContain(
            told, await staff.GetStringAsync(new Uri($"{journal}/journal.csv?before={n}", UriKind.Relative)), StringComparison.Ordinal);

        await gateway.ChargerAsync();
        await gateway.AskAsync(HttpMethod.Post, "/api/chargers/c01/sockets/1/start", "desk", """{"household":"h1","minutes":60}""");
        var sockets = await RowsAsync(staff, "/staff/chargers", "/staff/chargers/sockets.csv");
        Assert.Equal(("Charger,Socket,State,PowerW,EnergyWh,Since,Household,By", 11), (sockets[0], sockets.Length));
        Assert.Matches("^E-bike charger 1,1,.*,h1,desk$", sockets[1]);
        var chargers = await RowsAsync(everybody, "/chargers", "/chargers/chargers.csv");
        Assert.Equal("Charger,Free,InUse,Off,NotKnown", chargers[0]);
        Assert.Matches(@"^E-bike charger 1,\d+,1,\d+,\d+$", chargers[1]);

        static bool IsHot(string row) => row.Contains(",Waste-sorting station 1,Too hot: 75 °C,", StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_committee_and_residents_export_polls_decisions_and_hours()
    {
        await using var gateway = await RunningGateway.StartAsync(withBroker: false);
        using var committee = await BrowserAsync(gateway, Role.Committee);
        using var everybody = InEnglish(gateway.NewBrowser());
        var now = TimeProvider.System.GetUtcNow().AddHours(8).ToString("yyyy-MM-ddTHH:mm", CultureInfo.InvariantCulture);
        await gateway.AskAsync(
            HttpMethod.Post, "/api/polls", "chair",
            """{"title":"=1+1?","options":["yes","no"],"opens":"NOW","closes":"SOONT00:00","quorum":1}""".Replace(
                "NOW", now, StringComparison.Ordinal));
        Assert.Equal(["Id,Question,Opens,Closes,Quorum,Turnout,State,Result"], await RowsAsync(everybody, "/polls/polls.csv"));
        await gateway.AskAsync(HttpMethod.Post, "/api/polls/poll-1/approve", "secretary");
        Assert.StartsWith("poll-1,'=1+1?,", (await RowsAsync(everybody, "/polls", "/polls/polls.csv"))[1], StringComparison.Ordinal);
        var desk = await RowsAsync(committee, "/committee/polls", "/committee/polls/polls.csv");
        Assert.Equal("Id,Question,By,Opens,Closes,Quorum,Turnout,State,Result,Draft", desk[0]);
        Assert.Matches("^poll-1,'=1\\+1\\?,chair,.*,1,0,\"open, 0 so far\",,$", desk[1]);

        await gateway.AskAsync(
            HttpMethod.Post, "/api/points/policy/proposals", "chair",
            """{"points_per_session":7,"resolution":"2026-17","effective_from":"SOONT00:00"}""");
        await gateway.AskAsync(HttpMethod.Post, "/api/points/policy/proposals/points-1/approve", "secretary");
        var decisions = await RowsAsync(everybody, "/decisions", "/decisions/decisions.csv");
        Assert.Equal("At,Decision", decisions[0]);
        Assert.Contains("2026-17", decisions[1], StringComparison.Ordinal);

        var hours = await RowsAsync(everybody, "/gates/s-gate", "/gates/s-gate/hours.csv");
        Assert.Equal("Date,Hours", hours[0]);
        Assert.Contains(hours, row => row.EndsWith(",closed 23:00–05:00", StringComparison.Ordinal));
        Assert.Equal(
            "From,Until,ScheduledMinutes,ToldMinutes,SecuredMinutes,DeviationMinutes,WatchedMinutes,How",
            (await RowsAsync(everybody, "/gates/s-gate/closings.csv"))[0]);
        Assert.Equal(HttpStatusCode.NotFound, (await everybody.GetAsync(new Uri("/gates/none/hours.csv", UriKind.Relative))).StatusCode);
    }

    [Fact]
    public async Task The_desk_the_administrator_and_the_engineer_export_their_lists()
    {
        await using var gateway = await RunningGateway.StartAsync(withBroker: false);
        await gateway.AskAsync(HttpMethod.Post, "/api/points/corrections", "desk", """{"household":"h1","points":-5,"reason":"-1+2"}""");
        using var staff = await BrowserAsync(gateway, Role.Staff);
        var desk = await RowsAsync(staff, "/staff/points", "/staff/points/desk.csv");
        Assert.Equal("What,At,Household,Points,Reason,By", desk[0]);
        Assert.Matches("^correction,.*,h1,-5,'-1\\+2,desk$", desk[1]);

        await gateway.PersonAsync("chen", "h1");
        using var administrator = await BrowserAsync(gateway, Role.Administrator);
        var people = await RowsAsync(administrator, "/staff/people", "/staff/people/people.csv");
        Assert.Equal("Name,Roles,Household,SecondFactor,Logins", people[0]);
        Assert.Contains("administrator,administrator,,no,1", people);
        Assert.Contains("chen,resident,h1,no,0", people);

        await gateway.AskAsync(
            HttpMethod.Put, "/api/rules/somebody-came", "engineer", JsonSerializer.Serialize(new { yaml = Tap, version = 0 }));
        using var engineer = await BrowserAsync(gateway, Role.Engineer);
        var rules = await RowsAsync(engineer, "/staff/rules", "/staff/rules/rules.csv");
        Assert.Equal("Id,Title,State,Severity,Version", rules[0]);
        Assert.Matches("^somebody-came,Somebody came,Nothing is on,.*,1$", rules[1]);
    }

    private static string Written(params IEnumerable<TypedRow> rows) =>
        Encoding.UTF8.GetString(Assert.IsType<FileContentHttpResult>(CsvFile.Of("typed.csv", rows)).FileContents.Span);

    private static async Task<HttpClient> BrowserAsync(RunningGateway gateway, Role role)
    {
        await gateway.PersonAsync(WireName.Of(role), role);
        return InEnglish(await gateway.BrowserOfAsync(WireName.Of(role)));
    }

    private static HttpClient InEnglish(HttpClient browser)
    {
        browser.DefaultRequestHeaders.AcceptLanguage.ParseAdd("en");
        return browser;
    }

    /// <summary>The file's lines, when the page has a link to it.</summary>
    private static async Task<string[]> RowsAsync(HttpClient browser, string page, string file)
    {
        Assert.Contains($"href=\"{file}", await browser.GetStringAsync(new Uri(page, UriKind.Relative)), StringComparison.Ordinal);
        return await RowsAsync(browser, file);
    }

    private static async Task<string[]> RowsAsync(HttpClient browser, string file)
    {
        using var answer = await browser.GetAsync(new Uri(file, UriKind.Relative));
        Assert.Equal((HttpStatusCode.OK, "text/csv"), (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
        return (await answer.Content.ReadAsStringAsync()).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
    }
}

internal sealed record TypedRow(string Typed, int? Number);
