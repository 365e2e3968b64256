using System.Runtime.CompilerServices;
using Estate.Domain.Devices;
using Estate.Gateway.Pipeline;
using Estate.Web.Shared;

namespace Estate.Web.Devices;

/// <summary>Every device's card: as a page, as it changes, and for programs.</summary>
internal static class CardEndpoints
{
    internal static void MapCards(this WebApplication app)
    {
        var everyone = app.MapGroup("").Open();
        everyone.MapGet("/devices", PageAsync);
        everyone.MapGet("/live", (string? only, HttpContext context, LivePages open, LiveCards cards) =>
        {
            var language = Language.Of(context);
            return open.ServeAsync(context, stop => cards.EventsAsync(only, language, stop));
        });
        everyone.MapGet("/api/devices", async (EstateLoop loop) =>
            TypedResults.Ok(await loop.InspectAsync(machine => machine.Cards().Select(ApiCard.Of).ToList())));
    }

    private static async Task<IResult> PageAsync(HttpContext context, EstateLoop loop, SiteMap site, PageReads reads, PageRenderer pages)
    {
        var cards = await loop.InspectAsync(machine => machine.Cards().Where(card => site.IsListed(card.Device)).ToList());
        return await pages.PageAsync<DevicesPage>(context, reads, (nameof(DevicesPage.Cards), cards));
    }
}

/// <summary>The cards as they are now, then each that changes: between a page and its first event nothing is lost.</summary>
internal sealed class LiveCards(LiveFeed feed, EstateLoop loop, CardParts cards, SiteMap site)
{
    /// <param name="only">The anchor of one device; null: all that are listed.</param>
    internal async IAsyncEnumerable<ReadOnlyMemory<byte>> EventsAsync(
        string? only, Language language, [EnumeratorCancellation] CancellationToken stop)
    {
        using var subscription = feed.Subscribe();
        var shown = await loop.InspectAsync(machine => machine.Cards().Where(card => IsWanted(card.Device, only)).ToList());
        do
        {
            foreach (var card in shown)
                yield return LivePages.Event(SiteMap.Anchor(card.Device), await cards.RenderAsync(card, language));
            var changed = await ChangedAsync(subscription, only, stop);
            shown = await loop.InspectAsync(machine => changed.Select(machine.Card).OfType<StatusCard>().ToList());
        }
        while (true);
    }

    private async Task<HashSet<DeviceId>> ChangedAsync(LiveFeed.Subscription subscription, string? only, CancellationToken stop)
    {
        var changed = new HashSet<DeviceId>();
        while (changed.Count == 0 && await subscription.Changes.WaitToReadAsync(stop))
            while (subscription.Changes.TryRead(out var device))
                if (IsWanted(device, only))
                    changed.Add(device);
        return changed;
    }

    private bool IsWanted(DeviceId device, string? only) => only is null ? site.IsListed(device) : SiteMap.Anchor(device) == only;
}
