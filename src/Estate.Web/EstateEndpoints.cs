using System.Runtime.CompilerServices;
using Estate.Adapters.Mqtt;
using Estate.Domain.Devices;
using Estate.Domain.People;
using Estate.Gateway.Observability;
using Estate.Gateway.Pipeline;
using Estate.Gateway.Pipeline.Devices;
using Estate.Web.Alerts;
using Estate.Web.Bins;
using Estate.Web.Charging;
using Estate.Web.Committee;
using Estate.Web.Devices;
using Estate.Web.Gate;
using Estate.Web.Home;
using Estate.Web.Journal;
using Estate.Web.Parking;
using Estate.Web.Patrol;
using Estate.Web.People;
using Estate.Web.Points;
using Estate.Web.Rules;
using Estate.Web.Shared;

namespace Estate.Web;

/// <summary>The pages, the API and the probes.</summary>
internal static class EstateEndpoints
{
    internal static void MapEstate(this WebApplication app)
    {
        var everyone = app.MapGroup("").Open();
        app.Use(async (context, next) =>
        {
            context.Response.Headers.ContentSecurityPolicy = "default-src 'self'; img-src 'self' data:; form-action 'self'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'";
            context.Response.Headers.XContentTypeOptions = "nosniff";
            context.Response.Headers["Referrer-Policy"] = "same-origin";
            await next(context);
        });
        app.UseErrorPages();
        app.UseResponseCompression();
        app.UseStaticFiles();
        app.MapLogin();
        everyone.MapGet("/devices", DevicesAsync);
        everyone.MapOpenApi("/openapi.json");
        everyone.MapGet("/manifest.webmanifest", (HttpContext context, PageReads reads) => Results.Json(Manifest(Language.Of(context).Pick(reads.Model.Name)), contentType: "application/manifest+json"));
        everyone.MapGet("/live", (string? only, HttpContext context, LivePages open, LiveFeed feed, EstateLoop loop, CardParts cards) =>
        {
            var language = Language.Of(context);
            return open.ServeAsync(context, stop => LiveAsync((feed, loop, cards), only, language, stop));
        });
        everyone.MapGet("/api/devices", async (EstateLoop loop) => TypedResults.Ok(await loop.InspectAsync(machine => machine.Cards().Select(ApiCard.Of).ToList())));
        everyone.MapGet("/healthz", (Health health, GatewayClock clock, PinsAndHealth wires, MqttLink link) => HealthReport.Of(health, clock, wires.Pins.Description, link.Dropped));
        everyone.MapGet("/readyz", (Health health, GatewayClock clock) => health.IsReady(clock.Time) ? Results.Text("ready") : Results.Text("not ready", statusCode: 503));
        everyone.MapGet("/metrics", (Telemetry telemetry) => Results.Text(telemetry.Collect(), "text/plain; version=0.0.4"));
        app.MapGroup("/staff/components").RequirePage(Role.Staff, Role.Committee, Role.Engineer, Role.Administrator).MapGet("", (HttpContext context, PageReads reads, PageRenderer pages) => pages.PageAsync<ComponentsPage>(context, reads));
        app.MapHome();
        app.MapStations();
        app.MapGates();
        app.MapParking();
        app.MapChargers();
        app.MapAlerts();
        app.MapPatrol();
        app.MapDevices();
        app.MapPoints();
        app.MapMyPoints();
        app.MapPointsDesk();
        app.MapRules();
        app.MapRulePages();
        app.MapJournal();
        app.MapMe();
        app.MapPeople();
        app.MapCommittee();
    }

    /// <summary>With it a phone puts the front door on its home screen.</summary>
    private static Dictionary<string, object> Manifest(string name) => new()
    {
        ["name"] = name,
        ["short_name"] = name,
        ["start_url"] = "/",
        ["display"] = "standalone",
        ["background_color"] = "#f4f4f1",
        ["theme_color"] = "#123a2a",
        ["icons"] = new[] { new Dictionary<string, string> { ["src"] = "/icon.svg", ["sizes"] = "any", ["type"] = "image/svg+xml", ["purpose"] = "any" } },
    };

    private static async Task<IResult> DevicesAsync(HttpContext context, EstateLoop loop, PageReads reads, PageRenderer pages) => await pages.PageAsync<DevicesPage>(
        context, reads, (nameof(DevicesPage.Cards), await loop.InspectAsync(machine => machine.Cards().Where(card => DeviceLinks.IsListed(card.Device)).ToList())));

    /// <summary>The cards as they are now, then each that changes: between a page and its first event nothing is lost.</summary>
    private static async IAsyncEnumerable<ReadOnlyMemory<byte>> LiveAsync(
        (LiveFeed Feed, EstateLoop Loop, CardParts Cards) sources, string? only, Language language, [EnumeratorCancellation] CancellationToken stop)
    {
        using var subscription = sources.Feed.Subscribe();
        var shown = await sources.Loop.InspectAsync(machine => machine.Cards().Where(card => IsWanted(card.Device, only)).ToList());
        do
        {
            foreach (var card in shown)
                yield return LivePages.Event(DeviceLinks.Anchor(card.Device), await sources.Cards.RenderAsync(card, language));
            var changed = await ChangedAsync(subscription, only, stop);
            shown = await sources.Loop.InspectAsync(machine => changed.Select(machine.Card).OfType<StatusCard>().ToList());
        }
        while (true);
    }

    private static async Task<HashSet<DeviceId>> ChangedAsync(LiveFeed.Subscription subscription, string? only, CancellationToken stop)
    {
        var changed = new HashSet<DeviceId>();
        while (changed.Count == 0 && await subscription.Changes.WaitToReadAsync(stop))
            while (subscription.Changes.TryRead(out var device))
                if (IsWanted(device, only))
                    changed.Add(device);
        return changed;
    }

    private static bool IsWanted(DeviceId device, string? only) => only is null ? DeviceLinks.IsListed(device) : DeviceLinks.Anchor(device) == only;
}
