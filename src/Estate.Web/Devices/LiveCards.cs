using System.Runtime.CompilerServices;
using Estate.Domain.Devices;
using Estate.Gateway.Pipeline;
using Estate.Web.Shared;

namespace Estate.Web.Devices;

/// <summary>The cards as they are now, then each that changes: between a page and its first event nothing is lost.</summary>
internal sealed class LiveCards(LiveFeed feed, EstateLoop loop, CardRenderer cards)
{
    /// <param name="shown">On the page that listens.</param>
    internal async IAsyncEnumerable<ReadOnlyMemory<byte>> EventsAsync(
        IReadOnlyList<DeviceId> shown, Language language, [EnumeratorCancellation] CancellationToken stop)
    {
        using var subscription = feed.Subscribe();
        var wanted = shown.ToHashSet();
        var news = await loop.CardsAsync(shown);
        do
        {
            foreach (var card in news)
                yield return LivePages.Event(SiteMap.Anchor(card.Device), await cards.RenderAsync(card, language));
            news = await loop.CardsAsync(await ChangedAsync(subscription, wanted, stop));
        }
        while (true);
    }

    private static async Task<HashSet<DeviceId>> ChangedAsync(
        LiveFeed.Subscription subscription, HashSet<DeviceId> wanted, CancellationToken stop)
    {
        var changed = new HashSet<DeviceId>();
        while (changed.Count == 0 && await subscription.Changes.WaitToReadAsync(stop))
            while (subscription.Changes.TryRead(out var device))
                if (wanted.Contains(device))
                    changed.Add(device);
        return changed;
    }
}
