using System.Text;
using System.Text.Json;
using Estate.Domain.Devices;
using Estate.Domain.Profiles;
using NodaTime;

namespace Estate.Adapters.Mqtt;

/// <summary>
/// Devices that speak MQTT in their makers' way, on topics of their own: their profile says how, <c>topic</c> where (the device's
/// name, if it is left out).
/// </summary>
public sealed class ForeignTopics
{
    /// <summary>Levels of the longest prefix that is looked for.</summary>
    private const int MaxLevels = 6;

    private static readonly string[] Taken =
        ["estate", "application", "v3", "tele", "stat", "cmnd", "shellies", "tasmota", "zigbee2mqtt", "homeassistant"];

    /// <summary>Users of the broker that nobody else may be.</summary>
    private static readonly IReadOnlyList<string> OwnUsers =
        [MqttLink.GatewayUser, MqttLink.ReadOnlyUser, AnnouncementLink.User, Lorawan.NetworkServerInput.User,
            HomeAssistant.HomeAssistantTopics.User];

    /// <summary>The broker's user that speaks for a device, where that is not one of its own name.</summary>
    public const string Account = "account";

    private readonly Dictionary<string, Speaker> _prefixes = [];
    private readonly Dictionary<DeviceId, (string Topic, DeviceProfile Profile, DeviceSettings Settings)> _devices = [];

    /// <exception cref="FormatException">A topic that cannot be, or is there twice.</exception>
    public ForeignTopics(IEnumerable<DeviceSettings> inventory)
    {
        var all = inventory.ToList();
        foreach (var settings in all)
        {
            if (settings.Profile is not DeviceProfile { IsUplink: false } profile)
                continue;
            if (profile.User is { } user && (OwnUsers.Contains(user) || all.Exists(one => one.Device.Name == user)))
                throw new FormatException(
                    $"{settings.Device}: profile '{profile.Name}' speaks as the broker's user '{user}', which is another's");
            if (settings.Values.TryGetValue(Account, out var account)
                && (!AnnouncementLink.IsNewcomer(account) || profile.User is not null))
                throw new FormatException($"{settings.Device}: account '{account}' is none of the newcomers', such as "
                    + $"{AnnouncementLink.Newcomer}1; leave it out where it signs in under its own name, or its profile has a user");
            if (account is not null && _devices.Values.Any(one => one.Settings.Values.GetValueOrDefault(Account) == account))
                throw new FormatException($"{settings.Device}: account '{account}' is another device's already");
            var topic = settings.Values.GetValueOrDefault("topic", settings.Device.Name);
            if (topic.Length is 0 or > 64 || !topic.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_')
                || Taken.Contains(topic))
                throw new FormatException($"{settings.Device}: topic '{topic}' is not one level of letters, digits, - and _");
            _devices.Add(settings.Device, (topic, profile, settings));
            foreach (var (index, one) in profile.Topics.Index())
                if (!_prefixes.TryAdd(one.For(topic), new(settings, profile, index)))
                    throw new FormatException($"{settings.Device}: topic '{topic}' is another device's already");
        }
    }

    /// <summary>Nobody's device has such a name.</summary>
    public static bool IsOwnUser(string name) => OwnUsers.Contains(name) || AnnouncementLink.IsNewcomer(name);

    /// <summary>What the gateway listens to.</summary>
    public IEnumerable<string> Filters => _devices.Values.SelectMany(one => one.Profile.Topics.Select(topic => topic.Filter(one.Topic)));

    /// <summary>Users of the broker that speak for devices of others, such as a bridge's.</summary>
    public IEnumerable<string> Users => _devices.Values.Select(UserOf).OfType<string>().Distinct();

    /// <summary>Lines of the broker's access list: each device its own topics, the gateway all of them.</summary>
    public IEnumerable<string> AccessLines(bool forGateway) => forGateway
        ? _devices.Values.SelectMany(one => Lines(one, "read", "write"))
        : _devices.GroupBy(one => UserOf(one.Value) ?? one.Key.Name)
            .SelectMany(user => user.SelectMany(one => Lines(one.Value, "write", "read")).Prepend($"user {user.Key}"));

    public bool IsItsTopic(string topic) => Find(topic, out _) is not null;

    public DeviceId? SpeakerOf(string topic) => Find(topic, out _)?.Settings.Device;

    /// <summary>A device has this level, of one of these profiles or of one that speaks at the same places.</summary>
    public bool HasLevel(string level, IEnumerable<string> profiles) =>
        _devices.Values.Any(one => one.Topic == level && (profiles.Contains(one.Profile.Name) || !profiles.Any()));

    /// <returns>Null when all went well, also for what says nothing we use; what could be read is in the signals all the same.</returns>
    public Rejection? Decode(string topic, ReadOnlySpan<byte> payload, bool isRetained, Instant receivedAt, List<Signal> signals)
    {
        if (payload.Length > MessageDecoder.MaxPayload)
            return MessageDecoder.TooLarge(payload.Length);
        var speaker = Find(topic, out var end)!;
        try
        {
            return speaker.Profile.Read(
                speaker.Index, topic.AsSpan(end), payload, new(speaker.Settings, EventTime.Now(receivedAt), isRetained), signals);
        }
        catch (JsonException failure)
        {
            return MessageDecoder.NotJson(failure);
        }
    }

    /// <summary>How a command is sent to the device; null for devices that speak our own protocol.</summary>
    /// <param name="message">Null where such a device has no such command.</param>
    public bool TryEncode(Command command, out (string Topic, byte[] Payload)? message)
    {
        message = null;
        if (!_devices.TryGetValue(command.Device, out var known))
            return false;
        if (known.Profile.Write(command, known.Topic, known.Settings) is ({ } topic, var payload))
            message = (topic, Encoding.UTF8.GetBytes(payload));
        return true;
    }

    private static string? UserOf((string Topic, DeviceProfile Profile, DeviceSettings Settings) device) =>
        device.Profile.User ?? device.Settings.Values.GetValueOrDefault(Account);

    private static IEnumerable<string> Lines((string Topic, DeviceProfile Profile, DeviceSettings) device, string says, string hears) =>
        device.Profile.Topics.Select(topic => $"topic {says} {topic.Filter(device.Topic)}")
            .Concat(device.Profile.Listens.Select(filter =>
                $"topic {hears} {filter.Replace("{topic}", device.Topic, StringComparison.Ordinal)}"));

    /// <param name="end">Where what lies behind the device's prefix begins.</param>
    private Speaker? Find(string topic, out int end)
    {
        var prefixes = _prefixes.GetAlternateLookup<ReadOnlySpan<char>>();
        var slash = topic.IndexOf('/', StringComparison.Ordinal);
        for (var level = 0; level < MaxLevels && slash >= 0; level++, slash = topic.IndexOf('/', slash + 1))
            if (prefixes.TryGetValue(topic.AsSpan(0, slash + 1), out var known))
            {
                end = slash + 1;
                return known;
            }
        end = topic.Length;
        return prefixes.TryGetValue(topic, out var exact) ? exact : null;
    }

    private sealed record Speaker(DeviceSettings Settings, DeviceProfile Profile, int Index);
}
