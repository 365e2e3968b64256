using System.Globalization;
using System.Net;
using Estate.Domain.Parking;
using Estate.Web.Shared;
using NodaTime;

namespace Estate.Web.Parking;

/// <summary>The page's changing pieces by name, small ones, so that a change costs each reader little: all but the map.</summary>
internal sealed class ParkingFragments(PageRenderer pages, DateTimeZone zone)
{
    internal PageRenderer Pages => pages;

    internal async Task<IReadOnlyList<(string Name, string Html)>> MakeAsync(ParkingView view, Language language)
    {
        var parts = new List<(string, string)>
        {
            ("numbers", await pages.RenderAsync<ParkingNumbers>(new Dictionary<string, object?>
            {
                [nameof(ParkingNumbers.View)] = view,
                [nameof(ParkingNumbers.Language)] = language,
            })),
            ("as-of", view.At.InZone(zone).ToString("HH:mm:ss", CultureInfo.InvariantCulture)),
        };
        foreach (var counts in view.Zones)
            parts.Add(
                (ZoneName(counts.Zone),
                WebUtility.HtmlEncode($"{language.Pick("区域 ", "Zone ")}{counts.Zone} · {language.Pick(ParkingTexts.Count(counts))}")));
        return parts;
    }

    internal static string ZoneName(string zone) => "zone-" + zone;
}
