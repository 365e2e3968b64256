using System.Text.RegularExpressions;
using Dapper;
using Estate.Gateway;
using Estate.Gateway.Configuration;
using Estate.Gateway.Pipeline;
using Estate.Web;
using Microsoft.AspNetCore.Routing;
using Microsoft.Data.Sqlite;
using NodaTime;
using NodaTime.Text;

namespace Estate.Bench.Widest;

/// <summary>
/// Of every address that answers a GET, the question that makes it read most. One that is new is asked too, or the bench says what it
/// lacks.
/// </summary>
internal sealed partial class WidestQuestions
{
    /// <summary>They never end.</summary>
    private static readonly string[] Endless = ["/live", "/parking/live", "/staff/alerts/live"];

    /// <summary>Without these an address answers less than it can.</summary>
    private static readonly Dictionary<string, string> Queries = new()
    {
        ["/api/alerts"] = "closed=1000",
        ["/staff/alerts"] = "closed=1",
        ["/staff/alerts/alerts.csv"] = "closed=1",
        ["/staff/codes"] = "household=h0001",
        ["/api/gates/{name}/events"] = "limit=1000",
        ["/api/chargers/{name}/transactions"] = "limit=1000",
        ["/api/inventory/{kind}/{name}/history"] = "window=years",
        ["/staff/devices/{kind}/{name}"] = "window=years",
        ["/staff/devices/{kind}/{name}/curves.csv"] = "curve=bin-fill-1&window=years",
        ["/api/rules/{id}/why"] = "device=bins/station-1",
        // In most names, ids and texts.
        ["/search"] = "q=1",
    };

    /// <summary>They take a span of the journal by their nature: piece by piece, once for each proposal and day.</summary>
    internal static readonly string[] Streams = ["/committee/points/{id}", "/api/points/policy/proposals/{id}"];

    private readonly Dictionary<string, string> _samples;
    private readonly Dictionary<string, string> _queries;

    /// <param name="household">Of the person who asks.</param>
    /// <param name="proposal">One for points that is open.</param>
    internal WidestQuestions(string database, string household, string proposal, LocalDate today)
    {
        using var connection = new SqliteConnection($"Data Source={database};Mode=ReadOnly;Pooling=False");
        var middle = connection.ExecuteScalar<long>("SELECT max(n) / 2 FROM fact");
        var account = "household:" + household;
        string Of(string sql) =>
            connection.ExecuteScalar<string>(sql, new { middle, account }) ?? throw new IOException($"nothing to ask for: {sql}");
        var transfer = Of("SELECT hex(id) FROM transfer WHERE credit = @account ORDER BY n LIMIT 1");
        _samples = new()
        {
            ["{n:long}"] = Of("SELECT CAST(n AS TEXT) FROM fact WHERE n >= @middle AND type = 'deposited' ORDER BY n LIMIT 1"),
            ["{id:guid}"] = new Guid(Convert.FromHexString(transfer), bigEndian: true).ToString("D"),
            ["/alerts/{id}"] = "/alerts/" + Of("SELECT id FROM alert ORDER BY since LIMIT 1 OFFSET (SELECT count(*) / 2 FROM alert)"),
            ["/points/{id}"] = "/points/" + proposal,
            ["/proposals/{id}"] = "/proposals/" + proposal,
            ["/polls/{id}"] = "/polls/poll-1",
            ["/notices/{id}"] = "/notices/notice-1",
            ["/projects/{id}"] = "/projects/project-1",
            ["{quarter}"] = "2026-Q3",
            ["/rules/{id}"] = "/rules/rare",
            ["/chargers/{name}"] = "/chargers/c01",
            ["/stations/{name}"] = "/stations/station-1",
            ["/committee/pictures/{language}/{name}"] = "/committee/pictures/en/committee-hours.png",
            ["/installer/pictures/{language}/{name}"] = "/installer/pictures/en/installer-devices.png",
            ["/residents/pictures/{language}/{name}"] = "/residents/pictures/en/residents-home.png",
            ["/staff/pictures/{language}/{name}"] = "/staff/pictures/en/staff-station.png",
            ["{kind}/{name}"] = "bins/station-1",
            ["{name}"] = "s-gate",
            ["{household}"] = household,
            // Nobody announces anything there.
            ["{key}"] = "none",
            ["{socket:int}"] = "1",
        };
        _queries = new(Queries) { ["/api/bins/statistics"] = $"from={LocalDatePattern.Iso.Format(today.PlusDays(-366))}" };
    }

    /// <summary>Where a pattern is to be asked.</summary>
    internal string Of(string pattern)
    {
        var path = _samples.Aggregate(pattern, (text, sample) => text.Replace(sample.Key, sample.Value, StringComparison.Ordinal));
        return Parameter().IsMatch(path) ? throw new IOException($"{pattern}: the widest question needs a sample of it")
            : _queries.TryGetValue(pattern, out var query) ? $"{path}?{query}" : path;
    }

    /// <summary>Patterns of all addresses, from the gateway itself, built in a folder of its own and not started.</summary>
    internal static IReadOnlyList<string> Patterns(EstateModel model, string folder)
    {
        using var alone = new GatewayLock(new DataFolder(folder));
        using var app = GatewayHost.Build(model, alone, "http://127.0.0.1:0", PlatformServices.Real) as IDisposable;
        return [.. ((IEndpointRouteBuilder)app!).DataSources.SelectMany(source => source.Endpoints).OfType<RouteEndpoint>()
            .Where(endpoint => endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods.Contains("GET") == true)
            .Select(endpoint => "/" + endpoint.RoutePattern.RawText!.Trim('/')).Except(Endless).Distinct().Order(StringComparer.Ordinal)];
    }

    [GeneratedRegex(@"\{\w+(:\w+)?\}")]
    private static partial Regex Parameter();
}
