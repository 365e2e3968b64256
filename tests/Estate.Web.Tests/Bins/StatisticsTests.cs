using System.Net;
using System.Text.Json;
using Estate.TestKit;
using Estate.Web.Shared;
using Estate.Web.Tests.Running;
using Xunit;

namespace Estate.Web.Tests.Bins;

/// <summary>What anybody may ask about the sorting of a period, through the whole gateway.</summary>
public sealed class StatisticsTests
{
    private const string Path = "/api/bins/statistics";

    [Fact]
    public async Task Households_count_once_and_an_older_journal_is_added_up_while_running()
    {
        await using var gateway = await RunningGateway.StartAsync();
        var station = await gateway.StationAsync();
        station.Deposit(station.Tap("CARD0001"), "wet", 300);
        station.Deposit(station.Tap("CARD0002"), "residual", 200);
        foreach (var card in RunningGateway.BikeCards.Take(3))
            station.Deposit(station.Tap(card), "residual", 100);
        station.Deposit(station.Tap("CARD0001"), "wet", 200);
        await UntilWeighedAsync(gateway, 1_000);
        const string grams = "\"grams_by_category\":{\"recyclable\":0,\"hazardous\":0,\"wet\":500,\"residual\":500}";
        Assert.Equal(
            $"{{\"households\":4,\"sorted\":5,\"participation\":1.25,\"wet_share\":0.5,{grams}}}", await gateway.GetAsync(Path));
        await gateway.StopGatewayAsync();
        TestDatabase.Run(gateway.Data.Database, OlderSchema.Of12);
        await gateway.StartGatewayAsync();
        await gateway.UntilReadyAsync();
        await UntilWeighedAsync(gateway, 1_000);
        station.Deposit(station.Tap("CARD0002"), "wet", 1_000);
        await UntilWeighedAsync(gateway, 2_000);
        Assert.Contains("\"sorted\":5,", await gateway.GetAsync(Path), StringComparison.Ordinal);
        await gateway.PersonAsync("chen", Domain.People.Role.Committee);
        using var member = await gateway.BrowserOfAsync("chen");
        Assert.Contains("2.0 kg", await member.GetStringAsync(new Uri("/committee", UriKind.Relative)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_fewer_than_five_households_nothing_is_told()
    {
        await using var gateway = await RunningGateway.StartAsync();
        var station = await gateway.StationAsync();
        foreach (var card in RunningGateway.BikeCards.Take(4))
            station.Deposit(station.Tap(card), "wet", 500);
        await gateway.PersonAsync("chen", Domain.People.Role.Committee);
        using var member = await gateway.BrowserOfAsync("chen");
        await Eventually.UntilAsync(() => member.GetStringAsync(new Uri("/committee", UriKind.Relative)), page =>
            page.Contains("2.0 kg", StringComparison.Ordinal));
        Assert.Equal(
            """{"households":4,"sorted":null,"participation":null,"wet_share":null,"grams_by_category":null}""",
            await gateway.GetAsync(Path));
        station.Deposit(station.Tap(RunningGateway.BikeCards[4]), "wet", 500);
        await UntilWeighedAsync(gateway, 2_500);
    }

    [Fact]
    public async Task A_known_answer_is_304()
    {
        await using var gateway = await RunningGateway.StartAsync(withBroker: false);
        using var first = await gateway.Http.GetAsync(new Uri(Path, UriKind.Relative));
        Assert.Equal("public, max-age=30", first.Headers.CacheControl!.ToString());
        using var again = new HttpRequestMessage(HttpMethod.Get, Path);
        again.Headers.IfNoneMatch.Add(first.Headers.ETag!);
        Assert.Equal(HttpStatusCode.NotModified, (await gateway.Http.SendAsync(again)).StatusCode);
    }

    [Fact]
    public async Task An_impossible_period_gets_400_in_both_languages()
    {
        await using var gateway = await RunningGateway.StartAsync(withBroker: false);
        string[] wrong =
        [
            "from=1026-01-01&to=2026-01-01", "from=-0500-01-01", "from=2026-11-02&to=2026-11-01", "to=9999-12-31",
            "from=9998-01-01&to=9999-01-01", "from=2026-13-01", "from=yesterday", "from=", "from=2026-01-01&from=2026-01-02",
            "from=1000000000", "from=" + new string('9', 2_000),
        ];
        foreach (var query in wrong)
        {
            using var answer = await gateway.Http.GetAsync(new Uri($"{Path}?{query}", UriKind.Relative));
            var text = JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement.GetProperty("text");
            Assert.Equal((query, HttpStatusCode.BadRequest), (query, answer.StatusCode));
            Assert.Contains("at most 366 days", text.GetProperty("en").GetString(), StringComparison.Ordinal);
            Assert.Contains("最多 366 天", text.GetProperty("zh").GetString(), StringComparison.Ordinal);
        }
        foreach (var right in new[] { "", "?from=2025-11-30&to=2025-11-30", "?from=2024-01-01&to=2025-01-01" })
            Assert.Equal(HttpStatusCode.OK, (await gateway.Http.GetAsync(new Uri(Path + right, UriKind.Relative))).StatusCode);
    }

    [Fact]
    public async Task One_network_is_limited_and_others_are_answered()
    {
        await using var gateway = await RunningGateway.StartAsync(withBroker: false);
        using var greedy = gateway.NewBrowser();
        var answers = new List<HttpStatusCode>();
        // Whenever a minute begins, more than one of them has.
        for (var i = 0; i <= 2 * QuestionLimits.Asked; i++)
            answers.Add((await greedy.GetAsync(new Uri(Path, UriKind.Relative))).StatusCode);
        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.TooManyRequests], answers.Distinct());
        Assert.True(answers.Count(one => one == HttpStatusCode.OK) >= QuestionLimits.Asked);
        // Pages that cost nothing are still shown.
        foreach (var page in new[] { "/", "/polls" })
            Assert.Equal(HttpStatusCode.OK, (await greedy.GetAsync(new Uri(page, UriKind.Relative))).StatusCode);
        using var other = gateway.NewBrowser();
        Assert.Equal(HttpStatusCode.OK, (await other.GetAsync(new Uri(Path, UriKind.Relative))).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await gateway.Http.GetAsync(new Uri(Path, UriKind.Relative))).StatusCode);
    }

    private static Task<long> UntilWeighedAsync(RunningGateway gateway, long grams) => Eventually.UntilAsync(
        async () =>
        {
            using var answer = await gateway.Http.GetAsync(new Uri(Path, UriKind.Relative));
            var body = JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement;
            return answer.StatusCode == HttpStatusCode.ServiceUnavailable
                || body.GetProperty("grams_by_category") is not { ValueKind: JsonValueKind.Object } grams ? -1
                : grams.EnumerateObject().Sum(one => one.Value.GetInt64());
        },
        weighed => weighed == grams);
}
