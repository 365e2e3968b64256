using Estate.Domain.Devices;

namespace Estate.Gateway.Tests.Identity;

/// <summary>Every device tries every topic of every device; what came of it.</summary>
/// <param name="ForeignWrites">Messages that reached the gateway under another device's topic, or on a topic no device may write.</param>
/// <param name="ForeignReads">Messages a device got that were not for it.</param>
internal sealed record AllPairs(int Tried, int Refused, int OwnWrites, IReadOnlyList<string> ForeignWrites, int OwnReads, IReadOnlyList<string> ForeignReads)
{
    /// <summary>What a device may say and hear below its own topic; everything else is refused.</summary>
    private static readonly string[] Says = ["event", "telemetry", "status", "reply"];
    private static readonly string[] Hears = ["ack", "command"];
    private static readonly string[] All = [.. Says, .. Hears];

    /// <param name="members">One connection of each device, which asked for everything there is.</param>
    internal static async Task<AllPairs> TryAsync(Member gateway, IReadOnlyList<(DeviceId Device, Member Member)> members)
    {
        // The payload is who speaks.
        foreach (var (_, member) in members)
            foreach (var (device, _) in members)
                foreach (var channel in All)
                    member.Say($"estate/test/{device}/{channel}", member.Name);
        await Task.WhenAll(members.Select(one => one.Member.SettledAsync(180)));
        var written = gateway.Received.ToArray();
        // Whatever a device could hear of the others has come before its own last word.
        foreach (var (device, _) in members)
            foreach (var channel in All)
                gateway.Say($"estate/test/{device}/{channel}", device.Name);
        foreach (var (device, _) in members)
            gateway.Say($"estate/test/{device}/command", "last");
        await Task.WhenAll(members.Select(one => TestKit.Eventually.SeeAsync(() => one.Member.Received.Any(got => got.Payload == "last"), 60)));
        var heard = members.SelectMany(one => one.Member.Received.Where(got => got.Payload != "last").Select(got => (one.Device, got.Topic, got.Payload))).ToArray();
        return new(
            members.Count * members.Count * All.Length, members.Sum(one => one.Member.Refused),
            written.Count(one => IsOwn(one.Topic, one.Payload, Says)), [.. written.Where(one => !IsOwn(one.Topic, one.Payload, Says)).Select(one => $"{one.Payload} wrote {one.Topic}")],
            heard.Count(one => IsOwn(one.Topic, one.Device.Name, Hears)), [.. heard.Where(one => !IsOwn(one.Topic, one.Device.Name, Hears)).Select(one => $"{one.Device.Name} heard {one.Topic}")]);
    }

    private static bool IsOwn(string topic, string name, string[] channels) => topic.Split('/') is [_, _, _, var owner, var channel] && owner == name && channels.Contains(channel);
}
