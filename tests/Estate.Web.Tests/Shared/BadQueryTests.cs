using System.Net;
using System.Text.Json;
using Estate.Domain.People;
using Estate.Web.Tests.Running;
using Xunit;

namespace Estate.Web.Tests.Shared;

/// <summary>Addresses that ask for what cannot be: a reason in the reader's language, and no work.</summary>
public sealed class BadQueryTests
{
    /// <summary>Where it is left out, that is what is said.</summary>
    private const string Required = "device";

    private static readonly string Long = new('x', 10_000);

    /// <summary>Parameters that are of one kind, and values of it that cannot be: each is asked of every address.</summary>
    private static readonly (string[] Names, string[] Values)[] Asked =
    [
        (["page", "limit", "closed", "before", "codes", "wishes"], ["0", "-1", "abc", "1000000000", "99999999999999999999"]),
        (["q", "kind", "zone", "window", "device", "household"], [Long[..200], "<script>"]),
        (["from", "to", "at"], ["1026-01-01", "3026-01-01", "-1"]),
    ];

    /// <summary>An address, and what is said to it.</summary>
    private static readonly (string Path, string Reason)[] Refused =
    [
        ("/staff/people?page=0", "请检查地址里的 page：应为整数，从 1 开始"),
        ("/staff/people?page=-1", "请检查地址里的 page：应为整数，从 1 开始"),
        ("/staff/people?page=abc", "请检查地址里的 page：应为整数，从 1 开始"),
        ("/staff/people?codes=0", "请检查地址里的 codes：应为整数，从 1 开始"),
        ("/staff/alerts?closed=abc", "请检查地址里的 closed：应为整数"),
        ("/staff/alerts?closed=7", "请检查地址里的 closed：1 是已结束的报警，不填是未结束的"),
        ("/staff/devices?kind=tractor", "请检查地址里的 kind：没有这种设备"),
        ("/staff/devices/bins/station-1?window=century", "请检查地址里的 window：应为以下之一：day、month、years"),
        ("/staff/journal/bins/station-1?before=-1", "请检查地址里的 before：应为整数，从 1 开始"),
        ("/plan?near=Z", "请检查地址里的 near：没有这栋楼"),
        ("/parking?zone=Z", "请检查地址里的 zone：没有这个区域"),
        ("/parking/live?zone=Z", "请检查地址里的 zone：没有这个区域"),
        ("/live?page=0", "请检查地址里的 page：应为整数，从 1 开始"),
        ("/staff/alerts/live?page=0", "请检查地址里的 page：应为整数，从 1 开始"),
        ("/api/devices?limit=0", "请检查地址里的 limit：应为 1 到 1000 的整数"),
        ("/api/devices?limit=1001", "请检查地址里的 limit：应为 1 到 1000 的整数"),
        ("/api/alerts?closed=-5", "请检查地址里的 closed：应为 1 到 1000 的整数"),
        ("/api/gates/s-gate/events?limit=-1", "请检查地址里的 limit：应为 1 到 1000 的整数"),
        ("/api/chargers/c01/transactions?limit=1000000", "请检查地址里的 limit：应为 1 到 1000 的整数"),
        ("/api/inventory/bins/station-1/history?window=century", "请检查地址里的 window：应为以下之一：day、month、years"),
        ("/api/bins/statistics?from=1026-01-01", "from 和 to 是 2026-11-22 这样的日期"),
        ("/api/bins/statistics?from=2026-03-01&to=2026-02-01", "from 和 to 是 2026-11-22 这样的日期"),
        ("/api/bins/statistics?to=3026-01-01", "from 和 to 是 2026-11-22 这样的日期"),
    ];

    private static readonly Dictionary<string, string> Samples = new()
    {
        ["{language}/{name}"] = "en/nothing.png",
        ["{kind}/{name}"] = "bins/station-1",
        ["/chargers/{name}"] = "/chargers/c01",
        ["/stations/{name}"] = "/stations/station-1",
        ["/rules/{id}"] = "/rules/new",
        ["{name}"] = "s-gate",
        ["{household}"] = "h1",
        ["{id}"] = "none",
        ["{id:guid}"] = Guid.Empty.ToString(),
        ["{n:long}"] = "1",
        ["{key}"] = "none",
        ["{quarter}"] = "2026-Q3",
        ["{socket:int}"] = "1",
    };

    [Fact]
    public async Task No_address_fails_at_a_question_that_makes_no_sense()
    {
        await using var gateway = await RunningGateway.StartAsync(withBroker: false);
        await gateway.PersonAsync("everybody", "h1", Role.Staff, Role.Committee, Role.Engineer, Role.Administrator);
        using var browser = await gateway.BrowserOfAsync("everybody");
        var (wrong, refused) = (new List<string>(), 0);
        foreach (var path in SitePages.All(gateway).Select(pattern => SitePages.Filled(pattern, Samples)))
            foreach (var (names, value) in Asked.SelectMany(one => one.Values.Select(value => (one.Names, value))))
            {
                var query = string.Join('&', names.Select(name => $"{name}={Uri.EscapeDataString(value)}"));
                using var answer = await browser.GetAsync(new Uri($"{path}?{query}", UriKind.Relative));
                var reason = answer.StatusCode == HttpStatusCode.BadRequest ? await ReasonOfAsync(answer) : null;
                refused += reason is null ? 0 : 1;
                if ((int)answer.StatusCode >= 500 && path is not ("/readyz" or "/healthz"))
                    wrong.Add($"{path}?{query}: {answer.StatusCode}");
                if (reason is not null && !names.Append(Required).Any(name => reason.Contains(name, StringComparison.Ordinal)))
                    wrong.Add($"{path}?{query}: no reason in {reason}");
            }
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
        Assert.True(refused > 60, $"{refused} refused");
    }

    [Fact]
    public async Task What_cannot_be_asked_is_refused_with_its_reason()
    {
        await using var gateway = await RunningGateway.StartAsync(withBroker: false);
        await gateway.PersonAsync("everybody", "h1", Role.Staff, Role.Committee, Role.Engineer, Role.Administrator);
        using var browser = await gateway.BrowserOfAsync("everybody");
        foreach (var (path, reason) in Refused)
        {
            using var answer = await browser.GetAsync(new Uri(path, UriKind.Relative));
            Assert.True(answer.StatusCode == HttpStatusCode.BadRequest, $"{path}: {answer.StatusCode}");
            Assert.Contains(reason, await ReasonOfAsync(answer), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Ten_thousand_characters_are_refused_in_words_and_more_at_the_door()
    {
        await using var gateway = await RunningGateway.StartAsync(withBroker: false);
        foreach (var (path, reason) in new[]
            { ("/devices?lang=en&q=", "at most 2048 characters"), ("/api/devices?lang=zh&q=", "最多 2048 个字符") })
        {
            using var answer = await gateway.Http.GetAsync(new Uri(path + Long, UriKind.Relative));
            Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
            Assert.Contains(reason, await ReasonOfAsync(answer), StringComparison.Ordinal);
        }
        using var search = await gateway.Http.GetAsync(new Uri("/devices?lang=en&q=" + Long[..61], UriKind.Relative));
        Assert.Contains("check q in the address: at most 60 characters", await ReasonOfAsync(search), StringComparison.Ordinal);
        using var more = await gateway.Http.GetAsync(new Uri("/devices?q=" + Long + Long, UriKind.Relative));
        Assert.Equal(HttpStatusCode.RequestUriTooLong, more.StatusCode);
    }

    /// <summary>As a reader sees it: a page's text, or a problem's title.</summary>
    private static async Task<string> ReasonOfAsync(HttpResponseMessage answer)
    {
        var body = await answer.Content.ReadAsStringAsync();
        if (answer.Content.Headers.ContentType?.MediaType != "application/problem+json")
            return WebUtility.HtmlDecode(body);
        using var problem = JsonDocument.Parse(body);
        return problem.RootElement.GetProperty("title").GetString()!;
    }
}
