using Estate.Domain.Devices;

namespace Estate.Cli.Tests.Identity;

/// <summary>Every device tries every topic of every device; what came of it.</summary>
/// <param name="ForeignWrites">Messages that reached the gateway under another device's topic, or on a topic no device may write.</param>
/// <param name="ForeignReads">Messages a device got that were not for it.</param>
internal sealed record AllPairs(
    int Tried, int Refused, int OwnWrites, IReadOnlyList<string> ForeignWrites, int OwnReads, IReadOnlyList<string> ForeignReads)
{
    /// <summary>What a device may say and hear below its own topic; everything else is refused.</summary>
    private static readonly string[] Says = ["event", "telemetry", "status", "reply"];
    private static readonly string[] Hears = ["ack", "command"];
    private static readonly string[] All = [.. Says, .. Hears];

    /// <param name="members">One connection of each device, which asked for everything there is. Devices of one name are one user.</param>
    internal static async Task<AllPairs> TryAsync(Member gateway, IReadOnlyList<DeviceId> devices, IReadOnlyList<Member> members)
    {
        // The payload is who speaks.
        foreach (var member in members)
            foreach (var device in devices)
                foreach (var channel in All)
                    member.Say($"estate/test/{device}/{channel}", member.Name);
        await Task.WhenAll(members.Select(one => one.UntilAcknowledgedAsync(180)));
        // Once or more often, as QoS 1 promises.
        var written = gateway.Received.Distinct().ToArray();
        // Whatever a device could hear of the others has come before its own last word.
        foreach (var device in devices)
            foreach (var channel in All)
                gateway.Say($"estate/test/{device}/{channel}", device.Name);
        foreach (var device in devices)
            gateway.Say($"estate/test/{device}/command", "last");
        await Task.WhenAll(members.Select(one => TestKit.Eventually.UntilAsync(() => one.Received.Any(got => got.Payload == "last"), 60)));
        var heard = members.SelectMany(one =>
            one.Received.Where(got => got.Payload != "last").Select(got => (one.Name, got.Topic))).Distinct().ToArray();
        return new(
            members.Count * devices.Count * All.Length, members.Sum(one => one.Refused),
            written.Count(one => IsOwn(one.Topic, one.Payload, Says)),
            [.. written.Where(one => !IsOwn(one.Topic, one.Payload, Says)).Select(one => $"{one.Payload} wrote {one.Topic}")],
            heard.Count(one => IsOwn(one.Topic, one.Name, Hears)),
            [.. heard.Where(one => !IsOwn(one.Topic, one.Name, Hears)).Select(one => $"{one.Name} heard {one.Topic}")]);
    }

    /// <summary>Of other members, over the same devices.</summary>
    internal AllPairs And(AllPairs more) => new(
        Tried + more.Tried, Refused + more.Refused, OwnWrites + more.OwnWrites, [.. ForeignWrites, .. more.ForeignWrites],
        OwnReads + more.OwnReads, [.. ForeignReads, .. more.ForeignReads]);

    private static bool IsOwn(string topic, string name, string[] channels) =>
        topic.Split('/') is [_, _, _, var owner, var channel] && owner == name && channels.Contains(channel);
}
