using System.Net;
using Estate.District.Accounts;
using Estate.District.Proposals;
using Estate.District.Tests.Pages;
using Xunit;

namespace Estate.District.Tests.Proposals;

/// <summary>Who may propose what to whom, on the district's page.</summary>
[Collection(DistrictCollection.Name)]
public sealed class ProposalPageTests(DistrictFixture servers)
{
    private const string Holidays =
        """
        {"year":2027,"papers":["x"],"days":[{"name":"元旦","date":"2027-01-01","isOffDay":true},
            {"name":"春节","date":"2027-02-20","isOffDay":false}]}
        """;

    [Fact]
    public async Task A_street_proposes_a_notice_and_a_calendar_to_its_estates_and_sees_that_nobody_answered()
    {
        await using var district = await ServedDistrict.StartAsync(
            servers, [ServedDistrict.Estate("one", "甲街道"), ServedDistrict.Estate("two", "乙街道")]);
        using var browser = await district.BrowserOfAsync("street", Level.Street, "甲街道");
        Assert.Equal(HttpStatusCode.Redirect, (await PostAsync(browser, Notice("<b>停水</b>"))).StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await PostAsync(browser, ("kind", "holidays"), ("file", Holidays))).StatusCode);
        Assert.Equal(
            HttpStatusCode.Redirect, (await PostAsync(browser, ("kind", "policy"), ("file", """{"points_per_session":6}"""))).StatusCode);
        Assert.Equal(
            HttpStatusCode.Redirect,
            (await PostAsync(browser, ("kind", "rule"), ("name", "hot"), ("yaml", "rules:\r\n  - id: hot"))).StatusCode);
        var kept = System.Text.Json.Nodes.JsonNode.Parse(await browser.GetStringAsync(new Uri("/api/proposals", UriKind.Relative)))![0]!;
        Assert.Equal(
            """{"name":"hot","yaml":"rules:\n  - id: hot\n"}""", (string?)kept["proposal"]!["content"]);
        var html = await browser.GetStringAsync(new Uri("/proposals", UriKind.Relative));
        Assert.Contains("&lt;b&gt;停水&lt;/b&gt;", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<b>停水", html, StringComparison.Ordinal);
        var id = System.Text.RegularExpressions.Regex.Match(html, "/proposals/(p-[0-9a-f]+).csv").Groups[1].Value;
        var csv = await browser.GetStringAsync(new Uri($"/proposals/{id}.csv", UriKind.Relative));
        Assert.Contains("not delivered", csv, StringComparison.Ordinal);
        Assert.DoesNotContain("two", csv, StringComparison.Ordinal);
        using var other = await district.BrowserOfAsync("other", Level.Street, "乙街道");
        Assert.Equal(HttpStatusCode.NotFound, (await other.GetAsync(new Uri($"/proposals/{id}.csv", UriKind.Relative))).StatusCode);
    }

    [Fact]
    public async Task Only_the_area_that_proposed_something_takes_it_back_and_the_page_tells()
    {
        await using var district = await ServedDistrict.StartAsync(
            servers, [ServedDistrict.Estate("one", "甲街道"), ServedDistrict.Estate("two", "乙街道")]);
        using var browser = await district.BrowserOfAsync("street", Level.Street, "甲街道");
        await PostAsync(browser, Notice("停水"));
        var html = await browser.GetStringAsync(new Uri("/proposals", UriKind.Relative));
        var address = System.Text.RegularExpressions.Regex.Match(html, "action=\"(/proposals/p-[0-9a-f]+/withdraw)\"").Groups[1].Value;
        foreach (var (name, level, area, status) in new[]
        {
            ("other", Level.Street, "乙街道", HttpStatusCode.Conflict), ("above", Level.District, "示范区", HttpStatusCode.Conflict),
            ("below", Level.Committee, "甲街道一居委", HttpStatusCode.Forbidden),
        })
        {
            using var others = await district.BrowserOfAsync(name, level, area);
            Assert.DoesNotContain(address, await others.GetStringAsync(new Uri("/proposals", UriKind.Relative)), StringComparison.Ordinal);
            Assert.Equal(status, (await PostToAsync(others, address)).StatusCode);
        }
        Assert.Contains(address, await browser.GetStringAsync(new Uri("/proposals", UriKind.Relative)), StringComparison.Ordinal);
        using var colleague = await district.BrowserOfAsync("colleague", Level.Street, "甲街道");
        Assert.Equal(HttpStatusCode.Redirect, (await PostToAsync(colleague, address)).StatusCode);
        var after = await browser.GetStringAsync(new Uri("/proposals", UriKind.Relative));
        Assert.Contains("withdrawn on 20", after, StringComparison.Ordinal);
        Assert.DoesNotContain(address, after, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Conflict, (await PostToAsync(browser, address)).StatusCode);
        var api = await browser.GetStringAsync(new Uri("/api/proposals", UriKind.Relative));
        Assert.Contains("withdrawn_at\":\"20", api, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_cannot_be_proposed_is_refused_with_a_reason_and_nothing_is_kept()
    {
        await using var district = await ServedDistrict.StartAsync(servers, [ServedDistrict.Estate("one", "甲街道")]);
        using var browser = await district.BrowserOfAsync("street", Level.Street, "甲街道");
        foreach (var (form, said) in new ((string, string)[], string)[]
        {
            ([("kind", "order"), ("file", "{}")], "no such kind"), (Notice(""), "title: in both languages"),
            (Notice("a\u202eb"), "title: in both languages"), (Notice(new string('x', 101)), "title: in both languages"),
            ([.. Notice("x"), ("to", "two")], "no estate or area"), ([.. Notice("x"), ("valid_days", "401")], "days: 1 to 400"),
            ([("kind", "holidays"), ("file", "no json")], "line 1"),
            ([("kind", "holidays"), ("file", """{"year":2027,"days":[]}""")], "1 to 200"),
            ([("kind", "holidays"), ("file", """{"year":2027,"days":[null]}""")], "is no day of 2027"),
            ([("kind", "holidays"), ("file", Holidays.Replace("2027-01-01", "2030-01-01", StringComparison.Ordinal))], "is no day of 2027"),
            ([("kind", "policy"), ("file", "{}")], "changes nothing"),
            ([("kind", "policy"), ("file", """{"points_per_session":-1}""")], "out of its range"),
            ([("kind", "rule"), ("name", "Hot Station"), ("yaml", "rules: []")], "name: small letters"),
            ([("kind", "rule"), ("name", "-"), ("yaml", "rules: []")], "name: small letters"),
            ([("kind", "rule"), ("name", "hot"), ("yaml", "rules:\t[]")], "without tabs"),
            ([("kind", "profile"), ("name", "leak"), ("yaml", new string('x', ProposalContent.MaxBytes - 2))], "bytes at most"),
            ([("kind", "policy"), ("file", new string(' ', ProposalContent.MaxBytes + 1))], "bytes at most"),
        })
        {
            using var answer = await PostAsync(browser, form);
            Assert.Equal(HttpStatusCode.Conflict, answer.StatusCode);
            Assert.Contains(said, WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync()), StringComparison.Ordinal);
        }
        Assert.Equal("[]", await browser.GetStringAsync(new Uri("/api/proposals", UriKind.Relative)));
        using var committee = await district.BrowserOfAsync("committee", Level.Committee, "甲街道一居委");
        Assert.Equal(HttpStatusCode.Forbidden, (await PostAsync(committee, Notice("x"))).StatusCode);
        var page = await committee.GetStringAsync(new Uri("/proposals", UriKind.Relative));
        Assert.DoesNotContain("<textarea", page, StringComparison.Ordinal);
    }

    private static (string, string)[] Notice(string title) =>
        [
            ("kind", "notice"), ("title_zh", title), ("title_en", "No water"), ("text_zh", "周二"), ("text_en", "Tue\r\nmorning"),
            ("days", "7"),
        ];

    private static Task<HttpResponseMessage> PostToAsync(HttpClient browser, string address) =>
        browser.PostAsync(new Uri(address, UriKind.Relative), new FormUrlEncodedContent([]));

    private static Task<HttpResponseMessage> PostAsync(HttpClient browser, params (string Name, string Value)[] form) =>
        browser.PostAsync(
            new Uri("/proposals", UriKind.Relative),
            new FormUrlEncodedContent(form.Select(one => new KeyValuePair<string, string>(one.Name, one.Value))));
}
