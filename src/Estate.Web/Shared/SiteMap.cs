using Estate.Domain.Alerts;
using Estate.Domain.Devices;
using Estate.Domain.People;

namespace Estate.Web.Shared;

/// <summary>Of all slices together: the menu, and where a device is found.</summary>
internal sealed class SiteMap(IReadOnlyList<IWebSlice> slices)
{
    private readonly IReadOnlyList<MenuEntry> _menu = [.. slices.SelectMany(slice => slice.Menu).OrderBy(entry => entry.Position)];

    /// <summary>Who has several roles sees each page once.</summary>
    internal IEnumerable<MenuEntry> MenuOf(IReadOnlyCollection<Role> roles) =>
        _menu.Where(entry => entry.Role is not { } role || roles.Contains(role)).DistinctBy(entry => entry.Href);

    internal IEnumerable<HelpSection> Help => slices.SelectMany(slice => slice.Help);

    internal bool IsListed(DeviceId device) => !slices.Any(slice => slice.IsPart(device));

    internal string PageOf(DeviceId device) =>
        slices.Select(slice => slice.PageOf(device)).FirstOrDefault(page => page is not null) ?? $"/devices#{Anchor(device)}";

    internal Text? SignOf(DeviceId device) => slices.Select(slice => slice.SignOf(device)).FirstOrDefault(sign => sign is not null);

    internal PageLink? StaffPageOf(AlertKey key) =>
        slices.Select(slice => slice.StaffPageOf(key)).FirstOrDefault(page => page is not null);

    internal IEnumerable<PageLink> BesideAlerts => slices.Select(slice => slice.BesideAlerts).OfType<PageLink>();

    /// <summary>All that everybody finds here, in one sentence.</summary>
    internal Text Offers { get; } = InOneSentence([.. slices.Select(slice => slice.Offers).OfType<Text>()]);

    /// <summary>On every page that shows the device's card.</summary>
    internal static string Anchor(DeviceId device) => $"{device.Kind}-{device.Name}";

    private static Text InOneSentence(Text[] offers) => offers switch
    {
        [] => default,
        [var only] => only,
        [.. var others, var last] => new(
            string.Join("、", others.Select(one => one.Zh)) + "和" + last.Zh,
            string.Join(", ", others.Select(one => one.En)) + " and " + last.En),
    };
}
