using System.Net;
using Estate.Domain.People;
using Estate.Web.Shared;
using Estate.Web.Tests.Running;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Estate.Web.Tests.Shared;

/// <summary>The next one at the desk's computer is somebody else: nothing behind a login stays in a browser or a proxy.</summary>
public sealed class CachingTests
{
    [Fact]
    public async Task Responses_behind_a_login_forbid_caching()
    {
        await using var gateway = await RunningGateway.StartAsync(withBroker: false);
        await gateway.PersonAsync("everybody", "h1", Role.Staff, Role.Committee, Role.Engineer, Role.Administrator);
        using var browser = await gateway.BrowserOfAsync("everybody");
        var paths = gateway.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(endpoint =>
                endpoint.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods.Contains("GET")
                && endpoint.Metadata.GetMetadata<Access>()?.Roles is not null)
            .Select(endpoint => "/" + endpoint.RoutePattern.RawText!.Trim('/')).Select(Filled).ToList();
        Assert.True(paths.Count > 50, $"{paths.Count} paths");
        var (kept, answered) = (new List<string>(), 0);
        // Pages for everybody show who is logged in.
        foreach (var path in paths.Append("/").Append("/polls").Append("/stations/station-1"))
        {
            using var answer = await browser.GetAsync(new Uri(path, UriKind.Relative), HttpCompletionOption.ResponseHeadersRead);
            answered += answer.StatusCode == HttpStatusCode.OK ? 1 : 0;
            if (answer.Headers.CacheControl?.NoStore != true)
                kept.Add($"{path} {answer.StatusCode}: {answer.Headers.CacheControl}");
        }
        Assert.Empty(kept);
        Assert.True(answered > 30, $"{answered} of {paths.Count} answered");

        using var stranger = gateway.NewBrowser();
        Assert.True((await stranger.GetAsync(new Uri("/me", UriKind.Relative))).Headers.CacheControl?.NoStore);
        Assert.Null((await stranger.GetAsync(new Uri("/", UriKind.Relative))).Headers.CacheControl);
    }

    private static string Filled(string pattern) => pattern
        .Replace("{kind}/{name}", "bins/station-1", StringComparison.Ordinal)
        .Replace("/chargers/{name}", "/chargers/c01", StringComparison.Ordinal).Replace("{socket:int}", "1", StringComparison.Ordinal)
        .Replace("{name}", "s-gate", StringComparison.Ordinal).Replace("{household}", "h1", StringComparison.Ordinal)
        .Replace("{id}", "none", StringComparison.Ordinal).Replace("{id:guid}", Guid.Empty.ToString(), StringComparison.Ordinal)
        .Replace("{n:long}", "1", StringComparison.Ordinal).Replace("{version:int}", "1", StringComparison.Ordinal);
}
