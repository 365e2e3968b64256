using Estate.District.Estates;

namespace Estate.District.Reports;

/// <summary>An estate on the map, or all of a street as one.</summary>
/// <param name="Site">Null: a street.</param>
/// <param name="Attention">The worst of its estates.</param>
/// <param name="X">From the left, 0 to <see cref="EstateMap.Width"/>.</param>
/// <param name="Y">From the top.</param>
public sealed record MapMark(string? Site, NameInBoth Name, Attention Attention, int Estates, double X, double Y);

/// <summary>
/// Estates where they are, without a map below them, which would have to come from elsewhere. Streets first where there are several:
/// a mark each, in the middle of its estates.
/// </summary>
public sealed record EstateMap(NameInBoth? Street, IReadOnlyList<MapMark> Marks, double Height, string? Datum, int Missing)
{
    internal const double Width = 1_000;

    /// <summary>So far from the edge.</summary>
    private const double Margin = 110, LowestHeight = 300, GreatestHeight = 1_400;

    /// <param name="street">By its Chinese name; null: all.</param>
    /// <returns>Null where there is no such street.</returns>
    internal static EstateMap? Of(IReadOnlyList<EstateNow> all, string? street)
    {
        var shown = street is null ? all : [.. all.Where(one => one.Street.Zh == street)];
        if (street is not null && shown.Count == 0)
            return null;
        var placed = shown.Where(one => one.At is not null).ToList();
        var isByStreet = street is null && all.Select(one => one.Street.Zh).Distinct().Skip(1).Any();
        var places = isByStreet
            ? placed.GroupBy(one => one.Street.Zh).Select(group => (
                Mark: new MapMark(null, group.First().Street, group.Min(one => one.Attention), group.Count(), 0, 0),
                East: group.Average(one => one.At!.East), North: group.Average(one => one.At!.North))).ToList()
            : placed.Select(one => (
                Mark: new MapMark(one.Site, one.Name, one.Attention, 1, 0, 0), one.At!.East, one.At.North)).ToList();
        var datum = placed.Count == 0 ? null : placed[0].At!.Datum;
        var (marks, height) = Place(places, datum);
        return new(street is null ? null : shown[0].Street, marks, height, datum, shown.Count - placed.Count);
    }

    /// <summary>North is up; a degree of longitude is shorter than one of latitude by the cosine of the latitude.</summary>
    private static (IReadOnlyList<MapMark> Marks, double Height) Place(
        List<(MapMark Mark, double East, double North)> places, string? datum)
    {
        if (places.Count == 0)
            return ([], LowestHeight);
        var (west, south) = (places.Min(one => one.East), places.Min(one => one.North));
        var narrow = datum == PlacedAt.OnPlan ? 1 : Math.Cos(places.Average(one => one.North) * Math.PI / 180);
        var (wide, high) = ((places.Max(one => one.East) - west) * narrow, places.Max(one => one.North) - south);
        var scale = Math.Min(Room(Width) / wide, Room(GreatestHeight) / high);
        // All at one place: in the middle.
        scale = double.IsFinite(scale) ? scale : 0;
        var height = Math.Max(LowestHeight, (high * scale) + (2 * Margin));
        var (left, top) = ((Width - (wide * scale)) / 2, (height + (high * scale)) / 2);
        return ([.. places.OrderByDescending(one => one.Mark.Attention).Select(one => one.Mark with
        {
            X = Math.Round(left + ((one.East - west) * narrow * scale)),
            Y = Math.Round(top - ((one.North - south) * scale)),
        })], Math.Round(height));
    }

    private static double Room(double side) => side - (2 * Margin);
}
