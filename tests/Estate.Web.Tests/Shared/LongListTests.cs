using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Estate.Web.Tests.Running;
using Xunit;

namespace Estate.Web.Tests.Shared;

/// <summary>Ten thousand devices and two thousand accounts: no page is too heavy for a phone, and no list loses anything.</summary>
public sealed partial class LongListTests(LargeEstate estate, ITestOutputHelper output) : IClassFixture<LargeEstate>
{
    /// <summary>Bytes of HTML, before they are compressed.</summary>
    private const int Heaviest = 100_000;

    private static readonly Dictionary<string, string> Samples = new()
    {
        ["/staff/alerts/{id}"] = "/staff/alerts/alert-7",
        ["/staff/journal/alerts/{id}"] = "/staff/journal/alerts/alert-7",
        ["/staff/chargers/{name}"] = "/staff/chargers/k001",
        ["/stations/{name}"] = "/stations/station-1",
        ["/notices/{id}"] = "/notices/notice-7",
        ["/notices/{id}/print"] = "/notices/notice-7/print",
        ["/committee/proposals/{id}"] = "/committee/proposals/p-7",
        ["/staff/proposals/{id}"] = "/staff/proposals/p-7",
        ["/projects/{id}"] = "/projects/project-7",
        ["/committee/points/{id}"] = "/committee/points/points-1",
        ["/staff/devices/profiles/{name}"] = "/staff/devices/profiles/tasmota",
        ["/staff/rules/{id}"] = "/staff/rules/many-7",
        ["{kind}/{name}"] = "parking/m0001",
        ["{name}"] = "s-gate",
        ["{household}"] = "l1",
        ["{id:guid}"] = Guid.Empty.ToString(),
        ["{n:long}"] = "1",
        ["{key}"] = "none",
    };

    [Fact]
    public async Task No_page_of_the_largest_estate_is_heavier_than_a_hundred_kilobytes()
    {
        var (heavy, walked) = (new List<string>(), new Dictionary<string, int>());
        var left = new Queue<string>(SitePages.Pages(estate.Gateway).Select(pattern => SitePages.Filled(pattern, Samples))
            .Concat(["/staff/devices?kind=all", "/staff/alerts?closed=1", "/parking?zone=M", "/parking?q=M80", "/search?q=parking"]));
        while (left.TryDequeue(out var path))
        {
            var (status, html) = await GetAsync(path);
            var bytes = Encoding.UTF8.GetByteCount(html);
            Assert.True((int)status < 500, $"{path}: {status}");
            walked[path] = bytes;
            if (bytes > Heaviest)
                heavy.Add(string.Create(CultureInfo.InvariantCulture, $"{path}: {bytes}"));
            // Of a long list also the second page, and the last.
            if (!path.Contains('=', StringComparison.Ordinal) || path.Contains("kind=", StringComparison.Ordinal))
                foreach (var next in PagesOf(html).Where(next => !walked.ContainsKey(next)))
                    left.Enqueue(next);
        }
        foreach (var (path, bytes) in walked.OrderByDescending(one => one.Value).Take(15))
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{bytes,7} {path}"));
        Assert.Empty(heavy);
        foreach (var list in new[] { "/parking", "/parking/print", "/devices", "/chargers", "/polls", "/staff/devices?kind=all",
            "/staff/alerts", "/staff/handover", "/staff/journal", "/staff/people", "/staff/permits", "/staff/points", "/staff/rules",
            "/staff/patrol", "/staff/parking/audit", "/staff/chargers", "/committee", "/committee/polls", "/notices",
            "/committee/notices", "/committee/proposals", "/projects", "/wishes", "/committee/projects",
            "/staff/votes", "/lifts", "/staff/lifts", "/staff/calls", "/staff/sensors", "/staff/sweepers", "/garage",
            "/staff/garage/permits" })
            Assert.Contains(walked.Keys, path => path.StartsWith(list, StringComparison.Ordinal)
                && path.Contains("page=2", StringComparison.Ordinal));
        foreach (var list in new[] { "codes=2", "tokens=2", "corrections=2" })
            Assert.Contains(walked.Keys, path => path.EndsWith(list, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("/staff/devices?kind=all", @"<th scope=""row""><a href=""/staff/devices/([^""]+)""", RunningGateway.ManyDevices)]
    [InlineData("/staff/alerts", @"<li class=""alert [^""]*"" id=""(alert-\d+)""", RunningGateway.ManyAlerts)]
    [InlineData("/staff/people", @"/staff/people/(\w+)/roles", RunningGateway.ManyPeople + 1)]
    [InlineData("/staff/permits", @"/staff/permits/(\w+)/end", RunningGateway.Some)]
    [InlineData("/staff/garage/permits", @"/staff/garage/permits/bikes/(\w+)/end", RunningGateway.ManyPermits)]
    [InlineData("/staff/lifts", @"<section id=""([^""]+)"" class=""lift"">", 53)]
    [InlineData("/parking?zone=M", @"<title>(M\d+): ", 8_000)]
    public async Task Page_after_page_shows_everything_once(string path, string each, int count)
    {
        var seen = new List<string>();
        for (var next = path; next is not null && seen.Count <= count;)
        {
            var (_, html) = await GetAsync(next);
            seen.AddRange(Regex.Matches(html, each).Select(match => match.Groups[1].Value));
            next = NextPage().Match(html) is { Success: true } link ? WebUtility.HtmlDecode(link.Groups[1].Value) : null;
        }
        Assert.Equal(count, seen.Count);
        Assert.Equal(count, seen.Distinct().Count());
    }

    [Fact]
    public async Task A_search_over_ten_thousand_devices_and_two_thousand_accounts_takes_no_time()
    {
        var took = new List<double>();
        string[] asked = ["m7777", "resident-1234", "停水", "parking", "nothing-of-that-name"];
        foreach (var words in Enumerable.Repeat(asked, 6).SelectMany(all => all))
        {
            var began = Stopwatch.GetTimestamp();
            var (status, _) = await GetAsync("/search?q=" + Uri.EscapeDataString(words));
            took.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
            Assert.Equal(HttpStatusCode.OK, status);
        }
        var middle = took.Skip(10).Order().ElementAt((took.Count - 10) / 2);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{middle:0} ms in the middle, {took.Skip(10).Max():0} at most"));
        // A hundred on a quiet computer; here others may be at work.
        Assert.True(middle < 1_000, $"{middle} ms");
    }

    [Fact]
    public async Task What_is_looked_for_is_found_wherever_it_stands()
    {
        var device = (await GetAsync("/staff/devices?kind=all&q=M7777")).Html;
        Assert.Contains("/staff/devices/parking/m7777\"", device, StringComparison.Ordinal);
        var bay = (await GetAsync("/parking?lang=en&q=m7777")).Html;
        Assert.Contains("<title>M7777: ", bay, StringComparison.Ordinal);
        // The free bays are those of the whole estate, whatever is shown of it.
        Assert.Contains("8994 bays in all", bay, StringComparison.Ordinal);
        Assert.Contains("resident-1777", (await GetAsync("/staff/people?q=l1777")).Html, StringComparison.Ordinal);
        var nothing = (await GetAsync("/staff/people?lang=en&q=nobody-of-that-name")).Html;
        Assert.Contains("0 found", nothing, StringComparison.Ordinal);
        var beyond = WebUtility.HtmlDecode((await GetAsync("/staff/people?lang=zh&page=1000000000")).Html);
        Assert.Contains("没有第 1000000000 页，最后一页是第 101 页", beyond, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_live_page_of_a_large_car_park_is_sent_what_it_shows_and_no_more()
    {
        var page = (await GetAsync("/parking?lang=en&zone=M&page=3")).Html;
        var live = WebUtility.HtmlDecode(Regex.Match(page, "sse-connect=\"(/parking/live[^\"]+)\"").Groups[1].Value);
        Assert.Contains("zone=M", live, StringComparison.Ordinal);
        // Of another start of the gateway: it is sent everything.
        using var reader = new StreamReader(
            await estate.Browser.GetStreamAsync(new Uri(Regex.Replace(live, "after=\\d+", "after=1"), UriKind.Relative)));
        var (text, patience) = (new StringBuilder(), new CancellationTokenSource(TimeSpan.FromSeconds(60)));
        while (!text.ToString().Contains("event: row-M-71\n", StringComparison.Ordinal))
            text.Append(await reader.ReadLineAsync(patience.Token)).Append('\n');
        var rows = Regex.Matches(text.ToString(), "event: row-(\\S+)").Select(match => match.Groups[1].Value).ToList();
        Assert.Equal(Enumerable.Range(48, 24).Select(row => $"M-{row}"), rows);
        Assert.Contains("event: numbers", text.ToString(), StringComparison.Ordinal);
        Assert.True(text.Length < Heaviest, $"{text.Length}");
    }

    [Theory]
    [InlineData("/api/devices", "device", RunningGateway.ManyDevices)]
    [InlineData("/api/people", "id", RunningGateway.ManyPeople + 1)]
    public async Task The_API_gives_all_of_a_list_or_the_parts_it_is_asked_for(string path, string id, int count)
    {
        var whole = Ids(await (await AskAsync(path)).Content.ReadAsStringAsync(), id);
        Assert.Equal(count, whole.Count);
        var parts = new List<string>();
        for (var next = path + "?limit=700&lang=en"; next is not null && parts.Count <= count;)
        {
            using var answer = await AskAsync(next);
            Assert.Equal($"{count}", answer.Headers.GetValues("X-Total-Count").Single());
            parts.AddRange(Ids(await answer.Content.ReadAsStringAsync(), id));
            // What else was asked goes along.
            next = answer.Headers.TryGetValues("Link", out var links)
                ? Regex.Match(links.Single(), "^<([^>]+lang=en[^>]+)>; rel=\"next\"$").Groups[1].Value : null;
        }
        Assert.Equal(whole, parts);
    }

    private Task<HttpResponseMessage> AskAsync(string path) => estate.Browser.GetAsync(new Uri(path, UriKind.Relative));

    private async Task<(HttpStatusCode Status, string Html)> GetAsync(string path)
    {
        using var answer = await AskAsync(path);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }

    private static List<string> Ids(string json, string id)
    {
        using var answer = JsonDocument.Parse(json);
        return [.. answer.RootElement.EnumerateArray().Select(one => one.GetProperty(id).GetString()!)];
    }

    private static IEnumerable<string> PagesOf(string html) =>
        OtherPage().Matches(html).Select(match => WebUtility.HtmlDecode(match.Groups[1].Value));

    /// <summary>Addresses of pages that count: the next one, the last one.</summary>
    [GeneratedRegex("<a href=\"(/[^\"]*[?;](?:page|codes|tokens|corrections)=\\d+)\"")]
    private static partial Regex OtherPage();

    /// <summary>Of the page's main list.</summary>
    [GeneratedRegex("<a href=\"([^\"]*[?;]page=\\d+)\" rel=\"next\"")]
    private static partial Regex NextPage();
}
