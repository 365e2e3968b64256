using Estate.Domain.Parking;
using Estate.Web.Shared;

namespace Estate.Web.Parking;

/// <summary>A few bays of one zone, side by side on the map. Drawn when somebody looks at them, once for all who do.</summary>
public sealed class MapRow(string name, string zone, IReadOnlyList<BayView> bays)
{
    private Task<string>? _zh;
    private Task<string>? _en;

    public string Name => name;

    public string Zone => zone;

    internal IReadOnlyList<BayView> Bays => bays;

    internal bool Shows(string words) =>
        zone.Contains(words, StringComparison.OrdinalIgnoreCase)
        || bays.Any(bay => bay.Bay.Contains(words, StringComparison.OrdinalIgnoreCase));

    internal Task<string> DrawnAsync(PageRenderer pages, Language language)
    {
        ref var drawn = ref (language.IsChinese ? ref _zh : ref _en);
        // Two who come at once may both draw it, and get the same.
        return drawn is { IsFaulted: false } done ? done : drawn = pages.RenderAsync<ParkingRow>(
            new Dictionary<string, object?> { [nameof(ParkingRow.Bays)] = bays, [nameof(ParkingRow.Language)] = language });
    }
}
