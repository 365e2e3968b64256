using Estate.Web.Shared;

namespace Estate.Web.Parking;

/// <summary>Which rows of the map a page shows: a zone's, those that hold what is looked for, so many at a time.</summary>
/// <param name="Zone">Empty: of all zones.</param>
internal readonly record struct MapPart(string Zone, ListQuery Query)
{
    /// <summary>Two hundred bays, and with their pictures most of a page's weight.</summary>
    internal const int Size = 24;

    /// <exception cref="BadQueryException">There is no such zone.</exception>
    internal static MapPart Of(HttpContext context, ParkingView view)
    {
        var zone = context.Request.Query["zone"].ToString();
        return zone.Length == 0 || view.Zones.Any(one => one.Zone == zone) ? new(zone, ListQuery.Of(context))
            : throw BadQueryException.Of("zone", "没有这个区域", "there is no such zone");
    }

    internal (IReadOnlyList<MapRow> Shown, ListPart Part) Cut(ParkingView view)
    {
        var (zone, words) = (Zone, Query.Search);
        var rows = view.Rows.Where(row => (zone.Length == 0 || row.Zone == zone) && (words.Length == 0 || row.Shows(words)));
        var (shown, part) = Query.Cut(rows, Size);
        return (shown, part with { Search = words });
    }
}
