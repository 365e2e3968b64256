using Estate.Web.Tests.Running;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Estate.Web.Tests.Shared;

/// <summary>All that answers a GET, by the patterns of its addresses.</summary>
internal static class SitePages
{
    /// <summary>They never end.</summary>
    private static readonly string[] Endless = ["/live", "/parking/live", "/staff/alerts/live"];

    private static readonly string[] NoPages =
        ["/healthz", "/readyz", "/metrics", "/manifest.webmanifest", "/openapi.json", "/plan/picture.svg"];

    internal static IEnumerable<string> All(RunningGateway gateway) =>
        gateway.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(endpoint => endpoint.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods.Contains("GET"))
            .Select(endpoint => "/" + endpoint.RoutePattern.RawText!.Trim('/')).Except(Endless).Distinct();

    /// <summary>The lobby's screen: nobody touches it, and it has no menu; BoardTests look at it.</summary>
    private const string Screen = "/board";

    /// <summary>What people look at: no API, no files.</summary>
    internal static IEnumerable<string> Pages(RunningGateway gateway) => All(gateway).Where(pattern =>
        !pattern.StartsWith("/api/", StringComparison.Ordinal) && !pattern.EndsWith(".csv", StringComparison.Ordinal)
        && !pattern.Contains("/pictures/", StringComparison.Ordinal) && !NoPages.Contains(pattern) && pattern != Screen);

    /// <summary>Where a pattern is to be asked; <paramref name="samples"/> may name the whole pattern or a piece of it.</summary>
    internal static string Filled(string pattern, IReadOnlyDictionary<string, string> samples)
    {
        if (samples.TryGetValue(pattern, out var whole))
            return whole;
        var path = samples.Aggregate(pattern, (text, sample) => text.Replace(sample.Key, sample.Value, StringComparison.Ordinal));
        return path.Contains('{', StringComparison.Ordinal) ? throw new InvalidOperationException($"{pattern}: no sample of it") : path;
    }
}
