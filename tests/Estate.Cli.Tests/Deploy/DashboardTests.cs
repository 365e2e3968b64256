using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Estate.Adapters.Influx;
using Estate.Domain.Devices;
using Estate.Gateway;
using Estate.TestKit;
using NodaTime;
using Xunit;

namespace Estate.Cli.Tests.Deploy;

/// <summary>Grafana's dashboards ask for what the gateway writes, and a server understands the question.</summary>
public sealed partial class DashboardTests : IDisposable
{
    private static readonly string Grafana = Path.Combine(Repository.Root, "deploy", "grafana");
    private static readonly IReadOnlyDictionary<string, SeriesSchema> Written = WrittenSeries.Find();

    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string> Dashboards =>
        [.. Directory.GetFiles(Path.Combine(Grafana, "dashboards"), "*.json").Select(path => Path.GetFileName(path))];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_declared_series_are_found()
    {
        foreach (var declared in DeviceKinds.WithoutCards(DateTimeZone.Utc).SelectMany(kind => kind.Series))
        {
            Assert.Equal(declared.Tags.Order(StringComparer.Ordinal), Written[declared.Name].Tags.Order(StringComparer.Ordinal));
            Assert.Equal(declared.Fields.Order(StringComparer.Ordinal), Written[declared.Name].Fields.Order(StringComparer.Ordinal));
        }
        Assert.Equal(["door"], Written["door"].Tags);
        Assert.Equal(["state", "locked", "alarm", "clock_trust"], Written["door"].Fields);
        Assert.Equal(["awarded"], Written["points"].Fields);
    }

    [Theory]
    [MemberData(nameof(Dashboards))]
    public void Dashboards_query_only_declared_series(string dashboard) => Assert.Empty(Queries(dashboard).SelectMany(Mistakes));

    [Theory]
    [InlineData("""SELECT last("free") FROM "parking_lot" GROUP BY "zone" """, "parking_lot")]
    [InlineData("""SELECT last("gone") FROM "parking" GROUP BY "zone" """, "gone")]
    [InlineData("""SELECT last("free") FROM "parking" GROUP BY "bay" """, "bay")]
    public void A_query_of_an_undeclared_series_is_detected(string query, string unknown) =>
        Assert.Contains(Mistakes(query), mistake => mistake.StartsWith($"{unknown}:", StringComparison.Ordinal));

    [Theory]
    [MemberData(nameof(Dashboards))]
    public async Task A_real_server_answers_each_dashboard_query(string dashboard)
    {
        Assert.SkipUnless(Shell.Has("influxd"), "InfluxDB is not here");
        var port = Server.FreePort();
        using var server = await TestServers.InfluxDbAsync(_folder, port);
        using var http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port.ToString(CultureInfo.InvariantCulture)}") };
        await http.PostAsync("/query?q=CREATE+DATABASE+estate", null, TestContext.Current.CancellationToken);
        var at = Instant.FromUtc(2026, 3, 2, 12, 0);
        var lines = Written.Values.Select(series =>
            LineProtocol.Line(
                new(series.Name, at, [.. series.Tags.Select(tag => (tag, "a1"))],
                [.. series.Fields.Select(field => (field, (FieldValue)1))]), "xinghe"));
        (await http.PostAsync("/write?db=estate", new StringContent(string.Join('\n', lines)), TestContext.Current.CancellationToken))
            .EnsureSuccessStatusCode();
        foreach (var query in Queries(dashboard).Concat(Variables(dashboard)))
        {
            var answer = await http.GetStringAsync(
                $"/query?db=estate&q={Uri.EscapeDataString(Filled(query))}", TestContext.Current.CancellationToken);
            Assert.True(JsonNode.Parse(answer)!["results"]![0]!["series"] is not null, $"{query}\n{answer}");
        }
    }

    [Fact]
    public void Dashboards_have_unique_ids_and_match_their_source()
    {
        var all = Directory.GetFiles(Path.Combine(Grafana, "dashboards"), "*.json").Select(path => JsonNode.Parse(File.ReadAllText(path))!)
            .ToList();
        Assert.Equal(all.Count, all.Select(one => (string)one["uid"]!).Distinct().Count());
        Assert.All(all.SelectMany(one => one["panels"]!.AsArray()), panel => Assert.Equal("estate", (string)panel!["datasource"]!["uid"]!));
        Assert.Contains(
            "uid: estate\n", File.ReadAllText(Path.Combine(Grafana, "provisioning", "datasources", "estate.yaml")),
            StringComparison.Ordinal);
    }

    private static List<string> Queries(string dashboard) =>
        [.. Read(dashboard)["panels"]!.AsArray().SelectMany(panel => panel!["targets"]!.AsArray())
        .Select(target => (string)target!["query"]!)];

    private static IEnumerable<string> Variables(string dashboard) =>
        Read(dashboard)["templating"]!["list"]!.AsArray().Select(one => (string)one!["query"]!);

    private static JsonNode Read(string dashboard) => JsonNode.Parse(File.ReadAllText(Path.Combine(Grafana, "dashboards", dashboard)))!;

    /// <summary>Every name in double quotes is the series, one of its own, the site, or what the query itself calls so.</summary>
    private static IEnumerable<string> Mistakes(string query)
    {
        var name = From().Match(query).Groups[1].Value;
        if (!Written.TryGetValue(name, out var series))
            return [$"{name}: is not written ({query})"];
        var own = Own().Matches(query).Select(match => match.Groups[1].Value);
        string[] known = [name, .. series.Tags, .. series.Fields, "site", .. own];
        return Quoted().Matches(query).Select(match => match.Groups[1].Value).Except(known)
            .Select(unknown => $"{unknown}: is not of {name} ({query})");
    }

    /// <summary>As Grafana would, for a day in which the points lie and with every choice open.</summary>
    private static string Filled(string query) =>
        Choice().Replace(
            query.Replace("$timeFilter", "time >= '2026-03-02T00:00:00Z' AND time < '2026-03-03T00:00:00Z'", StringComparison.Ordinal)
                .Replace("$__interval", "2m", StringComparison.Ordinal), "/^.*$/");

    [GeneratedRegex("FROM \"(\\w+)\"")]
    private static partial Regex From();

    [GeneratedRegex("AS \"(\\w+)\"")]
    private static partial Regex Own();

    [GeneratedRegex("\"(\\w+)\"")]
    private static partial Regex Quoted();

    [GeneratedRegex(@"/\^\$\w+\$/")]
    private static partial Regex Choice();
}
