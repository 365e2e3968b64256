using System.Globalization;
using System.Net;
using Estate.Domain.Parking;
using Estate.Web.Shared;
using NodaTime;

namespace Estate.Web.Parking;

/// <summary>
/// The page's changing pieces by name, small ones, so that a change costs each reader little. What did not change is taken
/// over from the version before, as the same string.
/// </summary>
internal sealed class ParkingFragments(PageRenderer pages, DateTimeZone zone)
{
    internal async Task<IReadOnlyList<(string Name, string Html)>> MakeAsync(ParkingView view, Language language, ParkingVersion? before)
    {
        var old = before?.Parts(language).ToDictionary(part => part.Name, part => part.Html) ?? [];
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
        foreach (var (name, bays) in view.Rows)
            parts.Add(
                (name, before is not null && before.View.Rows.TryGetValue(name, out var same) && same.SequenceEqual(bays)
                && old.TryGetValue(name, out var html)
                ? html
                : await pages.RenderAsync<ParkingRow>(
                    new Dictionary<string, object?> { [nameof(ParkingRow.Bays)] = bays, [nameof(ParkingRow.Language)] = language })));
        return parts;
    }

    internal static string ZoneName(string zone) => "zone-" + zone;

    /// <summary>Those a reader does not have yet.</summary>
    internal static IEnumerable<(string Name, string Html)> Changed(
        IReadOnlyList<(string Name, string Html)> before, IReadOnlyList<(string Name, string Html)> after)
    {
        for (var i = 0; i < after.Count; i++)
            if (i >= before.Count || before[i] != after[i])
                yield return after[i];
    }
}
