using System.Text;
using Estate.Domain.Parking;
using Estate.Web.Shared;

namespace Estate.Web.Parking;

/// <summary>One version of everything that is made of the lot. JSON is made when somebody asks for it.</summary>
public sealed class ParkingVersion
{
    private readonly IReadOnlyList<(string Name, string Html)> _zh;
    private readonly IReadOnlyList<(string Name, string Html)> _en;
    private readonly Lazy<CachedBody> _summary;
    private readonly Lazy<CachedBody> _feed;
    private readonly (byte[] Zh, byte[] En) _newest;

    public ParkingVersion(
        ParkingView view, UsualWeek usual, IReadOnlyList<(string Name, string Html)> zh, IReadOnlyList<(string Name, string Html)> en,
        ParkingVersion? before)
    {
        (View, Usual, _zh, _en) = (view, usual, zh, en);
        Number = before?.Number + 1 ?? view.At.ToUnixTimeMilliseconds();
        _summary = new(() => new(Encoding.UTF8.GetBytes(ParkingDocuments.Summary(View))));
        _feed = new(() => new(Encoding.UTF8.GetBytes(ParkingDocuments.Feed(View))));
        // Nearly all readers have the version before: they share one answer.
        _newest = (Between(before?._zh, zh), Between(before?._en, en));
    }

    public ParkingView View { get; }

    /// <summary>One more for each version; begins with the time, so that no other start of the gateway has the same.</summary>
    public long Number { get; }

    public UsualWeek Usual { get; }

    internal CachedBody Summary => _summary.Value;

    internal CachedBody Feed => _feed.Value;

    public IReadOnlyList<(string Name, string Html)> Parts(Language language) => language.IsChinese ? _zh : _en;

    /// <summary>What a reader of <paramref name="seen"/> must get, as server-sent events.</summary>
    internal byte[] EventsAfter(ParkingVersion? seen, Language language) =>
        seen?.Number == Number - 1 ? language.IsChinese ? _newest.Zh : _newest.En : Between(seen?.Parts(language), Parts(language));

    private static byte[] Between(IReadOnlyList<(string Name, string Html)>? before, IReadOnlyList<(string Name, string Html)> after) =>
        [.. ParkingFragments.Changed(before ?? [], after).SelectMany(part => LivePages.Event(part.Name, part.Html))];
}
