using Estate.Adapters.HomeAssistant;
using Estate.Adapters.Lorawan;
using Estate.Domain.Profiles;
using Estate.Gateway.Configuration;
using Estate.Gateway.Profiles;

namespace Estate.Gateway.Found;

/// <summary>
/// What announcements say, and which profiles fit. Profiles are read when the first announcement wants them; one thread at a time.
/// </summary>
/// <param name="prefix">Of Home Assistant's discovery.</param>
internal sealed class AnnouncementReader(ProfileBook book, string prefix)
{
    private List<(ProfileFound Found, DeviceProfile Profile)>? _announcing;
    private List<DeviceProfile>? _all;

    /// <summary>Filters of all that it can read.</summary>
    internal IReadOnlyList<string> Topics => [.. AnnouncementTopics.Of(book, prefix).Select(one => one.Filter).Distinct()];

    /// <summary>Others sign in to the broker for its devices: a bridge, or a network server.</summary>
    internal bool HasUser(string profile) => book.Find(profile)?.Profile is not { IsUplink: false, User: null };

    internal string? KindOf(string profile) => book.Find(profile)?.Profile?.Kind;

    internal IEnumerable<FoundDevice> Read(string topic, byte[] payload)
    {
        if (NetworkServerInput.IsItsTopic(topic))
            return OfUplink(topic, payload);
        return topic.StartsWith(prefix + "/", StringComparison.Ordinal) ? OfDiscovery(topic, payload) : OfProfiles(topic, payload);
    }

    private Dictionary<(string Source, string Level), FoundDevice>.ValueCollection OfProfiles(string topic, byte[] payload)
    {
        var found = new Dictionary<(string Source, string Level), FoundDevice>();
        foreach (var (how, profile) in Announcing.Where(one => FoundTopic.Matches(one.Found.Topic, topic)))
            foreach (var (level, product, fits) in how.Read(payload))
            {
                var one = new FoundDevice(how.Topic, level)
                { Topic = topic, Level = level, Name = level, Product = product ?? "", Profiles = fits ? [profile.Name] : [] };
                found[(how.Topic, level)] = found.TryGetValue((how.Topic, level), out var known) ? known.Merged(one) : one;
            }
        return found.Values;
    }

    /// <summary>By the product's name where the network server says one, else by which profiles can read the payload.</summary>
    private IEnumerable<FoundDevice> OfUplink(string topic, byte[] payload)
    {
        if (UnknownUplink.Read(topic, payload) is not { } uplink)
            yield break;
        var radio = All.Where(one => one.IsUplink).ToList();
        var named = radio.Where(one => IsNamed(one, uplink.Product)).ToList();
        yield return new(FoundDevice.Lorawan, uplink.DevEui)
        {
            Topic = topic,
            Name = uplink.Name ?? uplink.DevEui,
            Product = uplink.Product ?? "",
            Profiles = [.. (named.Count > 0 ? named : radio.Where(uplink.IsReadBy)).Select(one => one.Name)],
        };
    }

    /// <summary>The profiles in whose topics it says that it speaks.</summary>
    private IEnumerable<FoundDevice> OfDiscovery(string topic, byte[] payload)
    {
        if (ForeignDiscovery.Read(prefix, topic, payload) is not { } component)
            yield break;
        var places = (from profile in All
                      from place in profile.Topics
                          // What may begin with any word says nothing of whose it is.
                      where !place.Template.StartsWith(ProfileTopic.Device, StringComparison.Ordinal)
                      from spoken in component.Topics
                      let level = place.LevelOf(spoken)
                      where level is not null
                      select (profile.Name, Level: level)).ToList();
        var said = places.FirstOrDefault().Level;
        yield return new(FoundDevice.HomeAssistant, component.Device)
        {
            Topic = topic,
            Name = component.Name,
            Product = component.Product,
            Level = said,
            Profiles = [.. places.Where(one => one.Level == said).Select(one => one.Name).Distinct()],
        };
    }

    private static bool IsNamed(DeviceProfile profile, string? product) =>
        product is { Length: > 0 } && Letters(product).Contains(Letters(profile.Name.Split('-', 2)[^1]), StringComparison.Ordinal);

    private static string Letters(string text) => string.Concat(text.ToLowerInvariant().Where(char.IsAsciiLetterOrDigit));

    private List<(ProfileFound Found, DeviceProfile Profile)> Announcing => _announcing ??= [.. book.Announcements
        .Select(one => one.Profile).Distinct().Select(name => book.Find(name)?.Profile).OfType<DeviceProfile>()
        .SelectMany(profile => profile.Found.Select(found => (found, profile)))];

    private List<DeviceProfile> All => _all ??= [.. book.Names.Select(name => book.Find(name)?.Profile).OfType<DeviceProfile>()];
}
