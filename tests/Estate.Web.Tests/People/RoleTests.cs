using System.Net;
using System.Text.RegularExpressions;
using Estate.Domain.Devices;
using Estate.Domain.People;
using Estate.TestKit;
using Estate.Web.Shared;
using Estate.Web.Tests.Running;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Estate.Web.Tests.People;

/// <summary>Every endpoint against the one table in docs/access.md: who may, and that nobody else can.</summary>
public sealed partial class RoleTests
{
    private static readonly string Page = Path.Combine(Repository.Root, "docs", "access.md");

    private static readonly Dictionary<string, (string? Household, Role[] Roles)> People = new()
    {
        ["resident"] = ("h1", []),
        ["staff"] = (null, [Role.Staff]),
        ["committee"] = (null, [Role.Committee]),
        ["engineer"] = (null, [Role.Engineer]),
        ["administrator"] = (null, [Role.Administrator]),
    };

    [Fact]
    public async Task Every_endpoint_admits_exactly_the_roles_in_the_table()
    {
        await using var gateway = await RunningGateway.StartAsync(withBroker: false);
        await TheTableIsWhatEndpointsDeclareAsync(gateway);
        var table = Table();
        var browsers = new Dictionary<string, HttpClient> { ["nobody"] = gateway.NewBrowser() };
        foreach (var (role, (household, roles)) in People)
            await gateway.PersonAsync(role, household, roles);
        // One more, so that nobody is the last.
        await gateway.PersonAsync("other", Role.Administrator);
        var wrong = new List<string>();
        foreach (var (endpoint, allowed) in table)
            foreach (var role in People.Keys.Append("nobody"))
            {
                // Everybody may try; what it answers to no code at all is its own refusal.
                if (WayIn().IsMatch(endpoint))
                    continue;
                // What ends logins ends this one, too.
                if (!browsers.ContainsKey(role))
                    browsers[role] = await gateway.BrowserOfAsync(role);
                var isLetIn = await IsLetInAsync(browsers[role], endpoint);
                if (EndsLogins().IsMatch(endpoint))
                    browsers.Remove(role == "nobody" ? "" : role);
                if (isLetIn != (allowed.Contains(role) || allowed.Contains("everybody")))
                    wrong.Add($"{role} at {endpoint}: {(isLetIn ? "let in" : "kept out")}");
            }
        Assert.Empty(wrong);
    }

    [Fact]
    public async Task An_endpoint_without_roles_is_closed_to_everybody()
    {
        await using var gateway = await RunningGateway.StartAsync(withBroker: false);
        await gateway.StopGatewayAsync();
        gateway.Forgotten = app => app.MapGet("/test/forgotten", (HttpContext context) => context.Response.WriteAsync("secret"));
        await gateway.StartGatewayAsync();

        var answer = await gateway.AskAsync(HttpMethod.Get, "/test/forgotten", "engineer");

        Assert.Equal("nobody", answer.GetProperty("reason").GetString());
    }

    private static async Task<bool> IsLetInAsync(HttpClient browser, string endpoint)
    {
        var (method, pattern) = (endpoint.Split(' ')[0], endpoint.Split(' ')[1]);
        var path = Parameter().Replace(pattern, match =>
            match.Value.Contains(":guid", StringComparison.Ordinal) ? Guid.Empty.ToString("D")
            : match.Value.Contains(":int", StringComparison.Ordinal) || match.Value.Contains(":long", StringComparison.Ordinal) ? "1"
            : "none");
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        using var response = await browser.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        return response.StatusCode is not (HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden)
            && response.Headers.Location?.ToString().StartsWith("/login?", StringComparison.Ordinal) != true;
    }

    /// <summary>With ESTATE_WRITE_DOCS=yes the rows are written again instead.</summary>
    private static async Task TheTableIsWhatEndpointsDeclareAsync(RunningGateway gateway)
    {
        var declared = Routes(gateway)
            .OrderBy(route => route.Pattern, StringComparer.Ordinal).ThenBy(route => route.Method, StringComparer.Ordinal)
            .Select(route => $"| `{route.Method} {route.Pattern}` | {WhoMay(route.Access)} |").ToList();
        var lines = await File.ReadAllLinesAsync(Page);
        var written = lines.Where(IsRow).ToList();
        if (Environment.GetEnvironmentVariable("ESTATE_WRITE_DOCS") == "yes")
            await File.WriteAllLinesAsync(Page, lines.TakeWhile(line => !IsRow(line)).Concat(declared));
        else
            Assert.True(written.SequenceEqual(declared), $"""
                docs/access.md is not what the endpoints declare; this test with ESTATE_WRITE_DOCS=yes writes it anew.
                not written: {string.Join(", ", declared.Except(written))}
                not declared: {string.Join(", ", written.Except(declared))}
                """);
    }

    private static bool IsRow(string line) => line.StartsWith("| `", StringComparison.Ordinal);

    private static IEnumerable<(string Method, string Pattern, Access? Access)> Routes(RunningGateway gateway) =>
        from endpoint in gateway.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
        from method in endpoint.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods
        select (method, Trimmed(endpoint.RoutePattern.RawText!), endpoint.Metadata.GetMetadata<Access>());

    private static string WhoMay(Access? access) =>
        access is null ? "nobody" : access.Roles is null ? "everybody"
            : string.Join(", ", access.Roles.Order().Select(role => WireName.Of(role)));

    private static string Trimmed(string pattern) => pattern.Length > 1 ? "/" + pattern.Trim('/') : pattern;

    private static Dictionary<string, HashSet<string>> Table() => File.ReadAllLines(Page).Where(IsRow).Select(line => line.Split('|'))
        .ToDictionary(cells => cells[1].Trim(' ', '`'), cells => cells[2].Split(',').Select(role => role.Trim()).ToHashSet());

    [GeneratedRegex("^(POST|DELETE) (/api)?/(me|logout)")]
    private static partial Regex EndsLogins();

    [GeneratedRegex("^POST (/api)?/(login|join)")]
    private static partial Regex WayIn();

    [GeneratedRegex(@"\{[^}]+\}")]
    private static partial Regex Parameter();
}
