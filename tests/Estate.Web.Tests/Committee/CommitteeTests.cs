using System.Text.Json;
using Estate.TestKit;
using Estate.Web.Tests.Gate;
using Estate.Web.Tests.Running;
using Xunit;

namespace Estate.Web.Tests.Committee;

/// <summary>The committee's way over HTTP, from the proposal to the strip of fourteen days.</summary>
public sealed class CommitteeTests
{
    private const string Proposals = "/api/gates/s-gate/proposals";

    [Fact]
    public async Task Fridays_closing_time_changes_when_a_second_member_approves()
    {
        await using var gateway = await RunningGateway.StartAsync();
        var tomorrow = TimeProvider.System.GetUtcNow().AddHours(8).Date.AddDays(1);
        var proposed = await gateway.AskAsync(HttpMethod.Post, Proposals, "chair",
            $$"""{"closed":["sat-thu 23:00-05:00","fri 23:30-05:00"]"""
                + $$""","resolution":"2026-17","effective_from":"{{tomorrow:yyyy-MM-dd}}T12:00"}""");
        Assert.Equal("p1", proposed.GetProperty("id").GetString());
        var preview = proposed.GetProperty("preview");
        var changes = preview.GetProperty("changes").EnumerateArray().ToList();
        Assert.InRange(changes.Count, 2, 2);
        Assert.All(changes, change =>
            Assert.Contains(
                ": closed 23:30–05:00 instead of 23:00", change.GetProperty("text").GetProperty("en").GetString(),
                StringComparison.Ordinal));
        Assert.All(changes, change =>
            Assert.Contains("周五", change.GetProperty("text").GetProperty("zh").GetString(), StringComparison.Ordinal));
        Assert.Equal(14, preview.GetProperty("nights").GetArrayLength());

        Assert.Equal("second_person_needed", Reason(await gateway.AskAsync(HttpMethod.Post, Proposals + "/p1/approve", "chair")));
        Assert.Equal(2, (await gateway.AskAsync(HttpMethod.Get, Proposals + "/p1", "secretary")).GetProperty("changes").GetArrayLength());
        Assert.Equal(
            "approved",
            (await gateway.AskAsync(HttpMethod.Post, Proposals + "/p1/approve", "secretary")).GetProperty("result").GetString());

        await gateway.StopGatewayAsync();
        await gateway.StartGatewayAsync();
        var fridays = (await Strip(gateway))
            .Where(day =>
                DateTime.Parse(day.Date, System.Globalization.CultureInfo.InvariantCulture) is { DayOfWeek: DayOfWeek.Friday } date
            && date >= tomorrow).ToList();
        Assert.All(fridays, day => Assert.Equal(["23:30–05:00"], day.Closed));
        Assert.Contains("2026-17", await gateway.GetAsync("/gates/s-gate?lang=zh"), StringComparison.Ordinal);
        var audit = await gateway.AskAsync(HttpMethod.Get, "/api/gates/s-gate/audit", "secretary");
        Assert.Equal(["approved secretary", "proposed chair"], audit.EnumerateArray()
            .Where(one => one.GetProperty("by").ValueKind == JsonValueKind.String)
            .Select(one => $"{one.GetProperty("what").GetString()} {one.GetProperty("by").GetString()}"));
    }

    [Theory]
    [InlineData("""{"closed":["23:00-23:00"],"resolution":"r","effective_from":"SOONT00:00"}""", "bad_request", "a whole day is "
        + "00:00-24:00")]
    [InlineData("""{"closed":["freitag 23:00-05:00"],"resolution":"r","effective_from":"SOONT00:00"}""", "bad_request", "is not a day "
        + "such as fri")]
    [InlineData(
        """{"closed":["23:00-05:00","fri 23:30-05:00"],"resolution":"r","effective_from":"SOONT00:00"}""", "bad_schedule", "overlap")]
    [InlineData("""{"resolution":"r","effective_from":"2020-01-01T00:00"}""", "effective_in_the_past", "must be in the future")]
    [InlineData("""{"resolution":"r","effective_from":"tomorrow"}""", "bad_request", "is not a local time such as")]
    [InlineData("""{"closed":["23:00-05:00"],"effective_from":"SOONT00:00"}""", "bad_request", "resolution")]
    [InlineData("""{"closed":["23:00-05:00",null],"resolution":"r","effective_from":"SOONT00:00"}""", "bad_request", "closed[1] is null")]
    [InlineData("""{"exceptions":[null],"resolution":"r","effective_from":"SOONT00:00"}""", "bad_request", "exceptions[0] is null")]
    [InlineData(
        """{"add_exceptions":[{"name":"n","first":"2027-01-01","closed":[null]}],"resolution":"r","effective_from":"SOONT00:00"}""",
        "bad_request", "closed[0]")]
    [InlineData(
        """{"add_exceptions":[{"name":"n","first":"2027-01-01","closed":null}],"resolution":"r","effective_from":"SOONT00:00"}""",
        "bad_request", "null")]
    [InlineData("null", "bad_request", "null")]
    [InlineData("{", "bad_request", "JSON")]
    public async Task An_invalid_request_is_refused_with_a_text_and_changes_nothing(string body, string reason, string part)
    {
        await using var gateway = await RunningGateway.StartAsync(withBroker: false);
        var answer = await gateway.AskAsync(HttpMethod.Post, Proposals, "chair", body);
        Assert.Equal(reason, Reason(answer));
        Assert.Contains(part, answer.GetProperty("text").GetProperty("en").GetString(), StringComparison.Ordinal);
        Assert.Equal(
            0, JsonDocument.Parse(await gateway.GetAsync("/api/gates/s-gate")).RootElement.GetProperty("proposals").GetArrayLength());
    }

    [Theory]
    [InlineData("POST", Proposals, "desk", "not_your_role")]
    [InlineData("POST", Proposals + "/p1/approve", "manager", "not_your_role")]
    [InlineData("POST", Proposals, null, "token_needed")]
    [InlineData("GET", "/api/gates/s-gate/audit", "desk", "not_your_role")]
    [InlineData("POST", "/api/gates/s-gate/versions/1/revoke", "desk", "not_your_role")]
    [InlineData("POST", "/api/gates/s-gate/door", "chair", "not_your_role")]
    [InlineData("POST", "/api/gates/s-gate/lock-down", null, "token_needed")]
    [InlineData("POST", "/api/gates/s-gate/alarms/alarm/reset", "chair", "not_your_role")]
    [InlineData("GET", "/api/gates/s-gate/events", null, "token_needed")]
    public async Task Only_the_committee_changes_hours_and_only_staff_operate_the_door(
        string method, string path, string? who, string reason)
    {
        await using var gateway = await RunningGateway.StartAsync(withBroker: false);
        Assert.Equal(reason, Reason(await gateway.AskAsync(new HttpMethod(method), path, who, """{"reason":"x","on":true}""")));
    }

    [Fact]
    public async Task A_holiday_notice_becomes_a_proposal_to_confirm()
    {
        await using var gateway = await RunningGateway.StartAsync(withBroker: false);
        var year = TimeProvider.System.GetUtcNow().AddHours(8).Year + 1;
        string Body(int of) => $$"""
            {"resolution":"2026-18","effective_from":"{{year}}-01-01T00:00","off_closed":["23:59-05:00"],
             "calendar":{"year":{{of}},"papers":["x"],"days":[
                 {"name":"元旦","date":"{{year}}-01-01","isOffDay":true},{"name":"元旦","date":"{{year}}-01-02","isOffDay":true} ] } }
            """;
        Assert.Equal("bad_holiday_file", Reason(await gateway.AskAsync(HttpMethod.Post, Proposals + "/holidays", "chair", Body(year - 3))));
        var proposed = await gateway.AskAsync(HttpMethod.Post, Proposals + "/holidays", "chair", Body(year));
        Assert.Equal(2, proposed.GetProperty("preview").GetProperty("changes").GetArrayLength());
        Assert.Contains(
            "23:59–05:00", proposed.GetProperty("preview").GetProperty("changes")[0].GetProperty("text").GetProperty("zh").GetString(),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_null_among_the_holidays_is_reported_with_its_place()
    {
        await using var gateway = await RunningGateway.StartAsync(withBroker: false);
        var answer = await gateway.AskAsync(
            HttpMethod.Post, Proposals + "/holidays", "chair",
            """{"resolution":"r","effective_from":"SOONT00:00","calendar":{"year":2026,"days":[null]}}""");
        Assert.Equal("bad_request", Reason(answer));
        Assert.Contains("days[0] 为空", answer.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Contains("days[0] is null", answer.GetProperty("text").GetProperty("en").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_oversized_body_is_not_read_to_its_end(bool isChunked)
    {
        await using var gateway = await RunningGateway.StartAsync(withBroker: false);
        using var request = new HttpRequestMessage(HttpMethod.Post, Proposals);
        request.Headers.Authorization = new("Bearer", gateway.TokenOf("chair"));
        request.Headers.TransferEncodingChunked = isChunked;
        request.Content = new StringContent(
            $$"""{"resolution":"{{new string('r', 300_000)}}","effective_from":"{{RunningGateway.Soon}}T00:00"}""");
        using var response = await gateway.Http.SendAsync(request);
        Assert.Equal(System.Net.HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
        Assert.Contains("too_large", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_future_version_is_revoked_by_two_members()
    {
        await using var gateway = await RunningGateway.StartAsync(withBroker: false);
        await gateway.AskAsync(
            HttpMethod.Post, Proposals, "chair", """{"closed":["22:30-05:00"],"resolution":"r1","effective_from":"SOONT00:00"}""");
        await gateway.AskAsync(HttpMethod.Post, Proposals + "/p1/approve", "secretary");
        var proposed = await gateway.AskAsync(
            HttpMethod.Post, "/api/gates/s-gate/versions/1/revoke", "secretary", """{"resolution":"r2"}""");
        Assert.Equal(
            (1, 14),
            (proposed.GetProperty("preview").GetProperty("revokes").GetInt32(),
            proposed.GetProperty("preview").GetProperty("changes").GetArrayLength()));
        Assert.Equal("second_person_needed", Reason(await gateway.AskAsync(HttpMethod.Post, Proposals + "/p2/approve", "secretary")));
        Assert.Equal(
            "revoked", (await gateway.AskAsync(HttpMethod.Post, Proposals + "/p2/approve", "chair")).GetProperty("result").GetString());
        await gateway.StopGatewayAsync();
        await gateway.StartGatewayAsync();
        Assert.Equal(
            0, JsonDocument.Parse(await gateway.GetAsync("/api/gates/s-gate")).RootElement.GetProperty("decided").GetArrayLength());
        Assert.Equal(
            "revoked", (await gateway.AskAsync(HttpMethod.Get, "/api/gates/s-gate/audit", "chair"))[0].GetProperty("what").GetString());
        // What was refused is kept, with its reason.
        Assert.Equal(1, TestDatabase.Count(gateway.Data.Database, "SELECT count(*) FROM reject WHERE reason = 'second_person_needed'"));
    }

    [Fact]
    public async Task Staff_hold_the_gate_open_with_a_reason_and_relinquish_it()
    {
        await using var gateway = await RunningGateway.StartAsync(withBroker: false);
        using var person = gateway.AtTheGate();
        await person.UntilAsync(SideGate.Locked);
        Assert.Equal(
            "reason_needed",
            Reason(await gateway.AskAsync(HttpMethod.Post, "/api/gates/s-gate/door", "desk", """{"value":"unlock","reason":" "}""")));
        Assert.Equal(
            "done", (
                await gateway.AskAsync(
                    HttpMethod.Post, "/api/gates/s-gate/door", "desk",
                    """{"value":"unlock","reason":"furniture van"}""")).GetProperty("result").GetString());
        await person.UntilAsync(SideGate.Released);
        Assert.Equal(
            "done", (await gateway.AskAsync(HttpMethod.Post, "/api/gates/s-gate/lock-down", "desk", """{"on":true,"reason":"stranger"}"""))
                .GetProperty("result").GetString());
        await person.UntilAsync(SideGate.Locked);
        Assert.Equal(
            "no_such_alarm",
            Reason(await gateway.AskAsync(HttpMethod.Post, "/api/gates/s-gate/alarms/thunder/reset", "desk", """{"reason":"x"}""")));
    }

    private static string? Reason(JsonElement answer) => answer.GetProperty("reason").GetString();

    private static async Task<List<(string Date, string[] Closed)>> Strip(RunningGateway gateway) =>
        [.. JsonDocument.Parse(await gateway.GetAsync("/api/gates/s-gate/forecast")).RootElement.EnumerateArray()
            .Select(day =>
                (day.GetProperty("date").GetString()!,
                day.GetProperty("closed").EnumerateArray().Select(one => one.GetString()!).ToArray()))];
}
