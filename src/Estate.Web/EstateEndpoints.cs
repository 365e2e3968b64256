using Estate.Adapters.Gpio;
using Estate.Adapters.Mqtt;
using Estate.Domain.People;
using Estate.Gateway.Observability;
using Estate.Gateway.Pipeline;
using Estate.Web.Shared;

namespace Estate.Web;

/// <summary>What stands in front of every page, what belongs to no slice, and the slices.</summary>
internal static class EstateEndpoints
{
    private const string ContentSecurity =
        "default-src 'self'; img-src 'self' data:; form-action 'self'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'";

    /// <summary>A search, a place to go to after the login: nothing here says more behind its question mark.</summary>
    private const int LongestQuery = 2_048;

    private static BadQueryException TooLong => new(new(
        $"地址太长，问号后面最多 {LongestQuery} 个字符", $"the address is too long: at most {LongestQuery} characters behind its question mark"));

    internal static void MapEstate(this WebApplication app)
    {
        app.Use(async (context, next) =>
        {
            context.Response.Headers.ContentSecurityPolicy = ContentSecurity;
            context.Response.Headers.XContentTypeOptions = "nosniff";
            context.Response.Headers["Referrer-Policy"] = "same-origin";
            await next(context);
        });
        app.UseErrorPages();
        app.Use((context, next) => context.Request.QueryString.Value?.Length > LongestQuery ? throw TooLong : next(context));
        app.UseResponseCompression();
        app.UseStaticFiles();
        app.UseAuthentication();
        app.UseRateLimiter();
        app.UseOutputCache();
        Access.Check(app);
        app.MapProbes();
        app.MapComponents();
        foreach (var slice in WebSlices.All)
            slice.MapTo(app);
    }

    private static void MapProbes(this WebApplication app)
    {
        var everyone = app.MapGroup("").Open();
        // Made once: it is the same for everybody, and takes a while.
        everyone.MapOpenApi("/openapi.json").CacheOutput();
        everyone.MapGet("/manifest.webmanifest", (HttpContext context, PageReads reads) =>
            Results.Json(Manifest(Language.Of(context).Pick(reads.Model.Name)), contentType: "application/manifest+json"));
        everyone.MapGet("/healthz", (Health health, GatewayClock clock, IPins pins, MqttLink link) =>
            HealthReport.Of(health, clock, pins.Description, link.Dropped));
        everyone.MapGet("/readyz", (Health health, GatewayClock clock) =>
            health.IsReady(clock.Time) ? Results.Text("ready") : Results.Text("not ready", statusCode: 503));
        everyone.MapGet("/metrics", (Telemetry telemetry) => Results.Text(telemetry.Collect(), "text/plain; version=0.0.4"));
    }

    private static void MapComponents(this WebApplication app) =>
        app.MapGroup("/staff/components").RequirePage(Role.Staff, Role.Committee, Role.Engineer, Role.Administrator)
            .MapGet("", (HttpContext context, PageReads reads, PageRenderer pages) => pages.PageAsync<ComponentsPage>(context, reads));

    /// <summary>With it a phone puts the front door on its home screen.</summary>
    private static Dictionary<string, object> Manifest(string name) => new()
    {
        ["name"] = name,
        ["short_name"] = name,
        ["start_url"] = "/",
        ["display"] = "standalone",
        ["background_color"] = "#f4f4f1",
        ["theme_color"] = "#123a2a",
        ["icons"] = new[]
        {
            new Dictionary<string, string> { ["src"] = "/icon.svg", ["sizes"] = "any", ["type"] = "image/svg+xml", ["purpose"] = "any" },
        },
    };
}
