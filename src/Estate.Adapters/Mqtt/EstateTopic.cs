using Estate.Domain.Devices;

namespace Estate.Adapters.Mqtt;

/// <summary><c>estate/{site}/{kind}/{device}/{channel}</c>, every variable level of <c>[a-z0-9-]</c>.</summary>
internal readonly record struct EstateTopic(string Site, DeviceId Device, TopicChannel Channel)
{
    private const string Root = "estate";
    private const int Levels = 5;
    private static readonly TopicChannel[] Channels = Enum.GetValues<TopicChannel>();

    public override string ToString() => $"{Root}/{Site}/{Device.Kind}/{Device.Name}/{Word(Channel)}";

    public static bool TryParse(string topic, out EstateTopic parsed)
    {
        parsed = default;
        Span<Range> levels = stackalloc Range[Levels + 1];
        if (topic.AsSpan().Split(levels, '/') != Levels || !topic.AsSpan()[levels[0]].SequenceEqual(Root))
            return false;
        for (var level = 1; level < Levels - 1; level++)
            if (!DeviceId.IsValidLevel(topic.AsSpan()[levels[level]]))
                return false;
        foreach (var channel in Channels)
        {
            if (!topic.AsSpan()[levels[^2]].SequenceEqual(Word(channel)))
                continue;
            parsed = new(topic[levels[1]], new DeviceId(topic[levels[2]], topic[levels[3]]), channel);
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
