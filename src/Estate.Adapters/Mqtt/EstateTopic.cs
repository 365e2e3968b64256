using Estate.Domain.Devices;

namespace Estate.Adapters.Mqtt;

/// <summary><c>estate/{site}/{kind}/{device}/{channel}</c>, every variable level of <c>[a-z0-9-]</c>.</summary>
internal readonly record struct EstateTopic(string Site, DeviceId Device, TopicChannel Channel)
{
    private const string Root = "estate";

    public override string ToString() => $"{Root}/{Site}/{Device.Kind}/{Device.Name}/{Word(Channel)}";

    public static bool TryParse(string topic, out EstateTopic parsed)
    {
        parsed = default;
        var levels = topic.Split('/');
        if (levels.Length != 5 || levels[0] != Root || !levels[1..4].All(level => DeviceId.IsValidLevel(level)))
            return false;
        foreach (var channel in Enum.GetValues<TopicChannel>())
        {
            if (Word(channel) != levels[4])
                continue;
            parsed = new(levels[1], new DeviceId(levels[2], levels[3]), channel);
            return true;
        }
        return false;
    }

    /// <summary>Everything devices of a site may say.</summary>
    public static IEnumerable<string> Filters(string site) =>
        new[] { TopicChannel.Event, TopicChannel.Telemetry, TopicChannel.Status, TopicChannel.Reply }.Select(channel =>
            $"{Root}/{site}/+/+/{Word(channel)}");

    /// <summary>A topic only the gateway uses, to receive its own message.</summary>
    public static string Echo(string site) => $"{Root}/{site}/gateway/echo/probe";

    private static string Word(TopicChannel channel) => channel switch
    {
        TopicChannel.Event => "event",
        TopicChannel.Telemetry => "telemetry",
        TopicChannel.Status => "status",
        TopicChannel.Reply => "reply",
        TopicChannel.Ack => "ack",
        _ => "command",
    };
}
