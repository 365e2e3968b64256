using System.Diagnostics;
using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using Estate.TestKit;
using Estate.Web.Tests.Running;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Estate.Web.Tests.Shared;

/// <summary>
/// The API's own description: valid OpenAPI 3.1, and all of the API; errors are problem details in the caller's language.
/// </summary>
public sealed partial class OpenApiTests
{
    [Fact]
    public async Task The_OpenAPI_document_is_valid_and_complete()
    {
        await using var gateway = await RunningGateway.StartAsync(withBroker: false);
        var text = await gateway.GetAsync("/openapi.json");
        using var document = JsonDocument.Parse(text);
        Assert.StartsWith("3.1", document.RootElement.GetProperty("openapi").GetString(), StringComparison.Ordinal);
        var described = document.RootElement.GetProperty("paths").EnumerateObject().SelectMany(path =>
            path.Value.EnumerateObject().Select(operation => $"{operation.Name.ToUpperInvariant()} {path.Name}"))
            .Order(StringComparer.Ordinal);
        Assert.Equal(Endpoints(gateway).Order(StringComparer.Ordinal), described);
        // What is sent without a body is a decision about something that is named in the address.
        var bodiless = document.RootElement.GetProperty("paths").EnumerateObject().SelectMany(path =>
            path.Value.EnumerateObject()
            .Where(operation => operation.Name is "post" or "put" && !operation.Value.TryGetProperty("requestBody", out _))
            .Select(_ => path.Name));
        const string orders = "/(approve|withdraw|restore|restart|undo|access|logout|reopen|end|enable|post|void|dispute|password-code"
            + "|hide|install|remove|households/\\{household\\}/invitations)$";
        Assert.All(bodiless, path => Assert.Matches(orders, path));
        Assert.Equal((0, ""), await ValidateAsync(text));
        Assert.NotEqual(0, (await ValidateAsync(text.Replace("\"requestBody\"", "\"requestBodies\"", StringComparison.Ordinal))).Code);
    }

    [Theory]
    [InlineData("GET", "/api/nothing", null, HttpStatusCode.NotFound, "not_found")]
    [InlineData("GET", "/api/alerts", null, HttpStatusCode.Unauthorized, "token_needed")]
    [InlineData("GET", "/api/alerts/none", "desk", HttpStatusCode.NotFound, "no_such_alert")]
    [InlineData("POST", "/api/points/rolls", "desk", HttpStatusCode.BadRequest, "bad_request")]
    [InlineData("DELETE", "/api/alerts", "desk", HttpStatusCode.MethodNotAllowed, "method_not_allowed")]
    [InlineData("POST", "/api/polls/none/approve", "chair", HttpStatusCode.Conflict, "no_such_proposal")]
    [InlineData("POST", "/api/gates/s-gate/door", "desk", HttpStatusCode.BadRequest, "bad_request")]
    public async Task Every_error_is_a_problem_in_the_callers_language(
        string method, string path, string? who, HttpStatusCode status, string reason)
    {
        await using var gateway = await RunningGateway.StartAsync(withBroker: false);
        var titles = new List<string>();
        foreach (var language in new[] { "zh-CN", "en" })
        {
            using var request = new HttpRequestMessage(new HttpMethod(method), path);
            request.Headers.AcceptLanguage.ParseAdd(language);
            if (who is not null)
                request.Headers.Authorization = new("Bearer", gateway.TokenOf(who));
            using var answer = await gateway.Http.SendAsync(request);
            Assert.Equal((status, "application/problem+json"), (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
            using var problem = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
            Assert.Equal(
                (reason, (int)status, $"urn:estate:{reason}"),
                (problem.RootElement.GetProperty("reason").GetString(), problem.RootElement.GetProperty("status").GetInt32(),
                problem.RootElement.GetProperty("type").GetString()));
            titles.Add(problem.RootElement.GetProperty("title").GetString()!);
        }
        Assert.Matches("[\\u4e00-\\u9fff]", titles[0]);
        Assert.DoesNotMatch("[\\u4e00-\\u9fff]", titles[1]);
    }

    [Fact]
    public async Task Browsers_get_an_error_page_also_for_oversized_forms_and_odd_paths()
    {
        await using var gateway = await RunningGateway.StartAsync(withBroker: false);
        foreach (var path in new[] { "/nothing", "/stations/%2e%2e%2f%2e%2e%2fetc%2fpasswd", "/lib/..%2f..%2fEstate.Cli.dll", "/%00" })
        {
            using var answer = await gateway.Http.GetAsync(new Uri(path + "?lang=en", UriKind.Relative));
            Assert.True(answer.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.BadRequest, path);
        }
        Assert.Contains(
            "There is no such page",
            await (await gateway.Http.GetAsync(new Uri("/nothing?lang=en", UriKind.Relative))).Content.ReadAsStringAsync(),
            StringComparison.Ordinal);
        using var browser = gateway.NewBrowser();
        using var large = await RunningGateway.PostFormAsync(browser, "/login", ("name", new string('x', 300_000)));
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, large.StatusCode);
        // One of 10 MB is cut off while it is sent, or told the same; the gateway goes on.
        try
        {
            using var huge = await RunningGateway.PostFormAsync(browser, "/login", ("name", new string('x', 10_000_000)));
            Assert.Equal(HttpStatusCode.RequestEntityTooLarge, huge.StatusCode);
        }
        catch (HttpRequestException)
        {
            // The connection was closed.
        }
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync(new Uri("/login", UriKind.Relative))).StatusCode);
    }

    private static IEnumerable<string> Endpoints(RunningGateway gateway) =>
        gateway.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
        .Where(endpoint => endpoint.RoutePattern.RawText!.StartsWith("/api/", StringComparison.Ordinal))
        .SelectMany(endpoint =>
            endpoint.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods.Select(method =>
                $"{method} {Constraint().Replace(endpoint.RoutePattern.RawText!.TrimEnd('/'), "}")}"));

    private static async Task<(int Code, string Output)> ValidateAsync(string document)
    {
        var tools = await NodeTools.InstallAsync(PageWalkTests.Tools);
        using var folder = new TemporaryFolder();
        var file = folder.File("openapi.json");
        await File.WriteAllTextAsync(file, document);
        using var node = Process.Start(
            new ProcessStartInfo("node", ["openapi.mjs", file]) { WorkingDirectory = tools, RedirectStandardOutput = true })!;
        var output = await node.StandardOutput.ReadToEndAsync();
        await node.WaitForExitAsync();
        return (node.ExitCode, output.Trim());
    }

    [GeneratedRegex(@":\w+\}")]
    private static partial Regex Constraint();
}
