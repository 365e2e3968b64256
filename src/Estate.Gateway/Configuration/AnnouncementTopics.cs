using Estate.Adapters.HomeAssistant;
using Estate.Adapters.Lorawan;
using Estate.Gateway.Profiles;

namespace Estate.Gateway.Configuration;

/// <summary>
/// Where devices announce themselves that are not adopted yet, and as which of the broker's users: by the profiles' <c>found:</c>, a
/// network server's uplinks, and Home Assistant's discovery.
/// </summary>
internal static class AnnouncementTopics
{
    /// <summary>Filters, and the user of each; null for those of the newcomers.</summary>
    /// <param name="prefix">Of Home Assistant's discovery.</param>
    internal static IReadOnlyList<(string Filter, string? User)> Of(ProfileBook profiles, string prefix) =>
    [
        .. profiles.Announcements.Select(one => (one.Filter, one.User)),
        .. NetworkServerInput.Filters.Select(filter => (filter, (string?)NetworkServerInput.User)),
        .. ForeignDiscovery.Filters(prefix).Select(filter => (filter, (string?)null)),
    ];
}
