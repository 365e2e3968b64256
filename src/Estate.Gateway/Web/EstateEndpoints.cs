using System.Runtime.CompilerServices;
using Estate.Domain.Devices;
using Estate.Gateway.Configuration;
using Estate.Gateway.Observability;
using Estate.Gateway.Pipeline;
using Estate.Gateway.Web.Pages;

namespace Estate.Gateway.Web;

/// <summary>The pages, the API and the probes.</summary>
internal static class EstateEndpoints
{
    internal static void MapEstate(this WebApplication app)
    {
        var everyone = app.MapGroup("").Open();
        app.Use(async (context, next) =>
        {
            context.Response.Headers.ContentSecurityPolicy = "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; frame-ancestors 'none'";
            context.Response.Headers.XContentTypeOptions = "nosniff";
            context.Response.Headers["Referrer-Policy"] = "same-origin";
            await next(context);
        });
        app.UseStaticFiles();
        app.MapStaffLogin();
        everyone.MapGet("/", HomeAsync);
        everyone.MapGet("/live", (HttpContext context, LivePages open, LiveFeed feed, EstateLoop loop, CardParts cards) =>
            open.ServeAsync(context, stop => LiveAsync(feed, loop, cards, Language.Of(context), stop)));
        everyone.MapGet("/api/devices", async (EstateLoop loop) => TypedResults.Ok(await loop.InspectAsync(machine => machine.Cards().Select(ApiCard.Of).ToList())));
        everyone.MapGet("/healthz", (Health health, GatewayClock clock, PinsAndHealth wires) => HealthReport.Of(health, clock, wires.Pins.Description));
        everyone.MapGet("/readyz", (Health health, GatewayClock clock) => health.IsReady(clock.Time) ? Results.Text("ready") : Results.Text("not ready", statusCode: 503));
        everyone.MapGet("/metrics", (Telemetry telemetry) => Results.Text(telemetry.Collect(), "text/plain; version=0.0.4"));
        app.MapStations();
        app.MapGates();
        app.MapParking();
        app.MapChargers();
        app.MapAlerts();
        app.MapPoints();
        app.MapRules();
        app.MapRulePages();
        app.MapJournal();
    }

    private static async Task<IResult> HomeAsync(HttpContext context, EstateLoop loop, EstateModel model, PinsAndHealth wires, PageRenderer pages)
    {
        var language = Language.Of(context);
        return await pages.PageAsync<HomePage>(new Dictionary<string, object?>
        {
            [nameof(HomePage.Language)] = language,
            [nameof(HomePage.Estate)] = language.Pick(model.Name),
            [nameof(HomePage.Zone)] = model.Programme.Zone,
            [nameof(HomePage.Cards)] = await loop.InspectAsync(machine => machine.Cards().Where(card => DeviceLinks.IsListed(card.Device)).ToList()),
            [nameof(HomePage.Problem)] = Problem(wires, language),
        });
    }

    private static string? Problem(PinsAndHealth wires, Language language) =>
        wires.Health.Storage is not null ? language.Pick("存储故障：刷卡暂不确认", "The disk fails: taps are not confirmed for now")
        : !wires.Health.Broker.IsReady ? language.Pick("与设备的连接中断", "No connection to the devices")
        : wires.Health.Pins is not null ? language.Pick("本机接线故障", "A wire of this computer cannot be used")
        : wires.IsSimulated ? language.Pick("演示：本机没有接线，大门引脚为模拟", "Demonstration: this computer has no wires, the gate's are simulated")
        : null;

    private static async IAsyncEnumerable<ReadOnlyMemory<byte>> LiveAsync(
        LiveFeed feed, EstateLoop loop, CardParts cards, Language language, [EnumeratorCancellation] CancellationToken stop)
    {
        using var subscription = feed.Subscribe();
        while (await subscription.Changes.WaitToReadAsync(stop))
        {
            var changed = new HashSet<DeviceId>();
            while (subscription.Changes.TryRead(out var device))
                changed.Add(device);
            foreach (var card in await loop.InspectAsync(machine => changed.Select(machine.Card).OfType<StatusCard>().ToList()))
                yield return LivePages.Event(DeviceLinks.Anchor(card.Device), await cards.RenderAsync(card, language));
        }
    }
}
