using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using System.Text.RegularExpressions;
using Estate.Domain.Charging;
using Estate.Domain.Devices;
using Estate.Domain.Gate.Schedules;
using Estate.Domain.People;
using Estate.Domain.Points;
using Estate.TestKit;
using Estate.Web.Shared;
using Estate.Web.Tests.Running;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Xunit;

namespace Estate.Web.Tests.Shared;

/// <summary>Every number of every request body and of every form: taken within its bounds, or refused; the gateway goes on.</summary>
public sealed partial class BodyNumberTests
{
    private static readonly string Soon = RunningGateway.Soon;

    private static readonly Dictionary<Type, string> Texts = new()
    {
        [typeof(LocalDate)] = Soon,
        [typeof(LocalDateTime)] = Soon + "T00:00",
        [typeof(DayLine)] = "23:00-05:00",
        [typeof(WeeklyLine)] = "23:00-05:00",
        [typeof(DisposalWindow)] = "07:00-09:00",
        [typeof(DeviceId)] = "bins/station-1",
    };

    private static readonly JsonSerializerOptions Names = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        TypeInfoResolver = new DefaultJsonTypeInfoResolver(),
    };

    [Fact]
    public async Task A_number_in_a_body_is_accepted_or_refused_and_never_a_server_error()
    {
        await using var gateway = await RunningGateway.StartAsync(withBroker: false);
        await gateway.PersonAsync("resident", "h1", Role.Resident);
        using var resident = await gateway.BrowserOfAsync("resident");
        var bodies = Bodies(gateway).ToList();
        Assert.Contains(bodies, one => one.Path.Contains("/start", StringComparison.Ordinal));
        Assert.True(bodies.Count >= 8, $"only {bodies.Count} bodies with numbers");
        foreach (var (method, path, roles, sample) in bodies)
            foreach (var number in SampleJson.NotFinite.Concat(SampleJson.Odd))
                foreach (var (member, json) in SampleJson.With(sample, number))
                {
                    var token = OperatorOf(roles) is { } name ? gateway.TokenOf(name) : null;
                    var (status, answer) = await SendAsync(token is null ? resident : gateway.Http, method, path, json, token);
                    Assert.True((int)status < 500, $"{method} {path} {json}: {status} {answer}");
                    if (SampleJson.NotFinite.Contains(number))
                        Assert.True(status == HttpStatusCode.BadRequest, $"{method} {path} {json}: {status} {answer}");
                }
        await AssertWellAsync(gateway);
    }

    [Fact]
    public async Task A_number_within_a_text_is_accepted_or_refused()
    {
        await using var gateway = await RunningGateway.StartAsync(withBroker: false);
        foreach (var value in new[] { "NaN:100", "100:NaN", "1e999:100", "Infinity", "NaN", "1e999", "-0", "9007199254740993", "∞" })
            foreach (var name in BoardParameters.Names)
            {
                var (status, answer) = await AskAsync(gateway, HttpMethod.Post, "/api/chargers/c01/configuration", (name, value), "desk");
                Assert.True(status is HttpStatusCode.BadRequest or HttpStatusCode.Conflict, $"{name} = {value}: {status} {answer}");
                Assert.Contains(name, answer, StringComparison.Ordinal);
            }
        foreach (var value in new[] { "NaN", "1e999", "1e300" })
        {
            const string station = "/api/inventory/bins/station-1";
            var (status, answer) = await AskAsync(gateway, HttpMethod.Put, station, ("hot_at_c", value), "engineer");
            Assert.True((int)status is >= 400 and < 500, $"{value}: {status} {answer}");
            Assert.Contains("hot_at_c", answer, StringComparison.Ordinal);
        }
        await AssertWellAsync(gateway);
    }

    [Fact]
    public async Task A_number_in_a_form_is_accepted_or_refused()
    {
        await using var gateway = await RunningGateway.StartAsync(withBroker: false);
        foreach (var (name, role) in new[] { ("desk", Role.Staff), ("chair", Role.Committee), ("engineer", Role.Engineer) })
            await gateway.PersonAsync(name, role);
        foreach (var (who, path, field, more) in Forms)
        {
            using var browser = await gateway.BrowserOfAsync(who);
            foreach (var value in SampleJson.NotFinite.Concat(SampleJson.Odd).Select(one => one.Trim('"')))
            {
                using var answer = await RunningGateway.PostFormAsync(browser, path, [.. more, (field, value)]);
                var isThere = answer.StatusCode is not (HttpStatusCode.NotFound or HttpStatusCode.Forbidden);
                Assert.True(
                    (int)answer.StatusCode < 500 && (isThere || path.Contains("/none/", StringComparison.Ordinal)),
                    $"{path} {field}={value}: {answer.StatusCode}");
            }
        }
        await AssertWellAsync(gateway);
    }

    private static IEnumerable<(string Who, string Path, string Field, (string Name, string Value)[] More)> Forms =>
    [
        ("desk", "/staff/chargers/c01/1/start", "minutes", []),
        ("desk", "/staff/chargers/c01/longest", "minutes", []),
        ("desk", "/staff/permits/issue", "days", [("household", "h1"), ("class", "visitor")]),
        ("desk", "/staff/points/h1/correct", "points", [("reason", "a test")]),
        ("engineer", "/staff/rules/none/silence", "minutes", [("reason", "a test")]),
        ("engineer", "/staff/rules/none/save", "version", [("yaml", "rules: []")]),
        ("chair", "/committee/polls/propose", "quorum",
            [("title", "A test"), ("options", "yes\nno"), ("opens", Soon + "T00:00"), ("closes", Soon + "T10:00")]),
        ("chair", "/committee/points/propose", "points_per_session", [("resolution", "1"), ("effective_from", Soon + "T00:00")]),
    ];

    private static IEnumerable<(HttpMethod Method, string Path, IReadOnlyList<Role>? Roles, JsonNode Sample)> Bodies(
        RunningGateway gateway) =>
        from endpoint in gateway.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
        let sample = BodyOf(endpoint.Metadata) is { } type ? SampleJson.Of(Names.GetTypeInfo(type), TextOf) : null
        where SampleJson.HasNumber(sample)
        from method in endpoint.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods
        select (new HttpMethod(method), Filled(endpoint.RoutePattern.RawText!), endpoint.Metadata.GetMetadata<Access>()!.Roles, sample);

    private static Type? BodyOf(EndpointMetadataCollection metadata) =>
        metadata.GetMetadata<TakesBody>()?.Type ?? metadata.GetMetadata<IAcceptsMetadata>()?.RequestType;

    private static JsonNode? TextOf(Type type) => Texts.GetValueOrDefault(type) is { } text ? JsonValue.Create(text) : null;

    private static string Filled(string route) => Parameter().Replace(route, found => found.Groups["name"].Value switch
    {
        "name" when route.Contains("/chargers/", StringComparison.Ordinal) => "c01",
        "name" when route.Contains("/gates/", StringComparison.Ordinal) => "s-gate",
        "name" => "p01",
        "socket" or "version" => "1",
        "bay" => "P01",
        _ => "none",
    });

    private static string? OperatorOf(IReadOnlyList<Role>? roles) =>
        roles is null ? null
        : roles.Contains(Role.Staff) ? "desk"
        : roles.Contains(Role.Committee) ? "chair"
        : roles.Contains(Role.Engineer) ? "engineer" : null;

    private static Task<(HttpStatusCode Status, string Answer)> AskAsync(
        RunningGateway gateway, HttpMethod method, string path, (string Name, string Value) member, string who) =>
        SendAsync(gateway.Http, method, path, new JsonObject { [member.Name] = member.Value }.ToJsonString(), gateway.TokenOf(who));

    private static async Task<(HttpStatusCode Status, string Answer)> SendAsync(
        HttpClient client, HttpMethod method, string path, string json, string? token)
    {
        using var request = new HttpRequestMessage(method, path);
        request.Content = new StringContent(json, new MediaTypeHeaderValue("application/json"));
        request.Headers.AcceptLanguage.ParseAdd("en");
        if (token is not null)
            request.Headers.Authorization = new("Bearer", token);
        using var answer = await client.SendAsync(request);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }

    /// <summary>Nothing went wrong inside, and what is decided still becomes durable.</summary>
    private static async Task AssertWellAsync(RunningGateway gateway)
    {
        Assert.Equal(0, await gateway.MetricAsync("estate_dropped_total{queue=\"failed\"}"));
        var (status, answer) = await AskAsync(gateway, HttpMethod.Post, "/api/alerts/hand-over", ("to", "the next"), "desk");
        Assert.True(status == HttpStatusCode.OK, answer);
    }

    [GeneratedRegex(@"\{(?<name>\w+)(:\w+)?\}")]
    private static partial Regex Parameter();
}
