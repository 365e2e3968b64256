using Estate.Domain.Devices;

namespace Estate.Domain.Profiles;

/// <summary>
/// One product of another maker: how its messages become readings, and orders its messages. Made from a file, checked (docs/profiles.md).
/// A newer version of the file takes its place while the gateway runs; where it speaks stays as it was.
/// </summary>
public sealed class DeviceProfile : IDeviceProfile
{
    private volatile ProfileContent _content;

    internal DeviceProfile(ProfileContent content) => _content = content;

    public string Name => _content.Source.Name.Text;

    public string Kind => _content.Source.Kind!.Text;

    public ProfileSource Source => _content.Source;

    public DeviceHabits Habits => _content.Habits;

    public bool TakesOrders => _content.Orders.Count > 0;

    /// <summary>Where it publishes over MQTT; none for one that speaks through a LoRaWAN network server.</summary>
    public IReadOnlyList<ProfileTopic> Topics => _content.Topics;

    /// <summary>How such devices announce themselves.</summary>
    public IReadOnlyList<ProfileFound> Found => _content.Found;

    /// <summary>Filters of what it may listen to, with <c>{topic}</c>.</summary>
    public IReadOnlyList<string> Listens => [.. _content.Source.Mqtt?.Listens.Select(one => one.Text) ?? []];

    /// <summary>The broker's user that speaks for all such devices; null where each speaks for itself.</summary>
    public string? User => _content.Source.Mqtt?.User?.Text;

    public bool IsUplink => _content.Source.Mqtt is null;

    /// <summary>It reads what a codec made of an uplink, its maker's or the network server's own.</summary>
    public bool ReadsDecoded => _content.ReadsDecoded;

    /// <summary>Settings that its devices may have, each with what it is without.</summary>
    public IReadOnlyDictionary<string, string> Settings => _content.Settings;

    /// <summary>Settings of its kind that people who bring in such a device mostly want to give.</summary>
    public IReadOnlyList<(string Name, Text What)> UsualSettings => _content.UsualSettings;

    internal IReadOnlyDictionary<string, ProfileOrder> Orders => _content.Orders;

    /// <summary>Takes what a newer version says, where it speaks at the same places.</summary>
    public bool TryBecome(DeviceProfile newer)
    {
        var (now, next) = (_content, newer._content);
        if (Kind != newer.Kind || IsUplink != newer.IsUplink || User != newer.User || !Listens.SequenceEqual(newer.Listens)
            || !now.Topics.Select(one => one.Template).SequenceEqual(next.Topics.Select(one => one.Template)))
            return false;
        _content = next;
        return true;
    }

    /// <summary>A message on one of its topics.</summary>
    /// <param name="topic">Which of <see cref="Topics"/>, counted from 0.</param>
    /// <param name="rest">What of the topic lies behind it.</param>
    /// <returns>Null when all went well, also for what says nothing we use; what was read is in the signals all the same.</returns>
    /// <exception cref="System.Text.Json.JsonException">Not JSON.</exception>
    public Rejection? Read(int topic, ReadOnlySpan<char> rest, ReadOnlySpan<byte> payload, ProfileContext context, List<Signal> signals)
    {
        var sink = new SignalSink(context, signals);
        try
        {
            Read(_content.Topics[topic].Find(rest), payload, 0, context.Settings, ref sink);
        }
        catch (FormatException wrong)
        {
            return new(RejectReason.BadMember, wrong.Message);
        }
        return sink.Rejection;
    }

    /// <summary>An uplink's bytes, or what a codec or the network server made of them (<paramref name="isDecoded"/>: JSON).</summary>
    /// <returns>As of a message on a topic; bytes of no message of it are refused.</returns>
    /// <exception cref="System.Text.Json.JsonException">Not JSON.</exception>
    public Rejection? ReadUplink(ReadOnlySpan<byte> payload, int port, bool isDecoded, ProfileContext context, List<Signal> signals)
    {
        var sink = new SignalSink(context, signals);
        try
        {
            return ReadUplink(payload, port, isDecoded, context.Settings, ref sink) ? sink.Rejection
                : new(RejectReason.BadMember, $"{payload.Length} bytes on port {port} are not of this sensor");
        }
        catch (FormatException wrong)
        {
            return new(RejectReason.BadMember, wrong.Message);
        }
    }

    /// <summary>Where and how an order is said to it; null where it has no such order.</summary>
    /// <returns>The topic is null for a radio device, and the payload the data that its codec makes bytes of.</returns>
    public (string? Topic, string Payload)? Write(Command command, string topic, DeviceSettings settings) =>
        _content.Orders.GetValueOrDefault(command.Action)?.Write(command, topic, settings);

    internal bool ReadUplink<TSink>(ReadOnlySpan<byte> payload, int port, bool isDecoded, DeviceSettings settings, ref TSink sink)
        where TSink : struct, IProfileSink
    {
        var form = isDecoded ? MessageForm.Decoded : MessageForm.Bytes;
        foreach (var message in _content.Uplinks)
            if (message.Fits(form, port) && message.Read(payload, port, settings, ref sink))
                return true;
        return false;
    }

    internal static bool Read<TSink>(
        IReadOnlyList<ProfileMessage> messages, ReadOnlySpan<byte> payload, int port, DeviceSettings settings, ref TSink sink)
        where TSink : struct, IProfileSink
    {
        for (var i = 0; i < messages.Count; i++)
            if (messages[i].Read(payload, port, settings, ref sink))
                return true;
        return false;
    }
}
