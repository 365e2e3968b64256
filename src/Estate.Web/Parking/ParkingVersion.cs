using System.Collections.Concurrent;
using System.Text;
using Estate.Domain.Parking;
using Estate.Web.Shared;

namespace Estate.Web.Parking;

/// <summary>One version of everything that is made of the lot. The map and JSON are made when somebody asks for them.</summary>
public sealed class ParkingVersion
{
    private readonly IReadOnlyList<(string Name, string Html)> _zh;
    private readonly IReadOnlyList<(string Name, string Html)> _en;
    private readonly Lazy<CachedBody> _summary;
    private readonly Lazy<CachedBody> _feed;

    /// <summary>Nearly all readers have the version before: those of one page share one answer.</summary>
    private readonly ConcurrentDictionary<(MapPart Part, bool IsChinese), Task<ReadOnlyMemory<byte>>> _newest = [];

    internal ParkingVersion(
        ParkingView view, UsualWeek usual, IReadOnlyList<(string Name, string Html)> zh, IReadOnlyList<(string Name, string Html)> en,
        long? before)
    {
        (View, Usual, _zh, _en) = (view, usual, zh, en);
        Number = before + 1 ?? view.At.ToUnixTimeMilliseconds();
        _summary = new(() => new(Encoding.UTF8.GetBytes(ParkingDocuments.Summary(View))));
        _feed = new(() => new(Encoding.UTF8.GetBytes(ParkingDocuments.Feed(View))));
    }

    public ParkingView View { get; }

    /// <summary>One more for each version; begins with the time, so that no other start of the gateway has the same.</summary>
    public long Number { get; }

    public UsualWeek Usual { get; }

    internal CachedBody Summary => _summary.Value;

    internal CachedBody Feed => _feed.Value;

    /// <summary>All but the map.</summary>
    public IReadOnlyList<(string Name, string Html)> Parts(Language language) => language.IsChinese ? _zh : _en;

    /// <summary>What a reader of <paramref name="seen"/> must get of that part of the map and around it, as server-sent events.</summary>
    internal Task<ReadOnlyMemory<byte>> EventsAfterAsync(ParkingVersion? seen, Language language, MapPart part, PageRenderer pages) =>
        seen?.Number == Number - 1
            ? _newest.GetOrAdd((part, language.IsChinese), _ => BetweenAsync(seen, language, part, pages))
            : BetweenAsync(seen, language, part, pages);

    private async Task<ReadOnlyMemory<byte>> BetweenAsync(ParkingVersion? seen, Language language, MapPart part, PageRenderer pages)
    {
        var (shown, known) = (part.Cut(View).Shown, seen?.Parts(language).ToHashSet());
        var zones = shown.Select(row => ParkingFragments.ZoneName(row.Zone)).ToHashSet();
        var events = new List<byte>();
        foreach (var (name, html) in Parts(language))
            if (known?.Contains((name, html)) != true && (View.Zones.Count <= ParkingPage.MostZones || IsShown(name, zones)))
                events.AddRange(LivePages.Event(name, html));
        foreach (var row in shown)
            if (seen?.View.Has(row) != true)
                events.AddRange(LivePages.Event(row.Name, await row.DrawnAsync(pages, language)));
        return events.ToArray();
    }

    private static bool IsShown(string name, HashSet<string> zones) =>
        !name.StartsWith(ParkingFragments.ZoneName(""), StringComparison.Ordinal) || zones.Contains(name);
}
