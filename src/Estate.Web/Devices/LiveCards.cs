using System.Runtime.CompilerServices;
using Estate.Domain.Devices;
using Estate.Gateway.Pipeline;
using Estate.Web.Shared;

namespace Estate.Web.Devices;

/// <summary>The cards as they are now, then each that changes: between a page and its first event nothing is lost.</summary>
internal sealed class LiveCards(LiveFeed feed, EstateLoop loop, CardRenderer cards, SiteMap site)
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
