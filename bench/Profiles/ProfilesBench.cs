using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using Estate.Domain.Devices;
using Estate.Domain.Profiles;
using Estate.Gateway.Profiles;
using NodaTime;
using Command = System.CommandLine.Command;

namespace Estate.Bench.Profiles;

/// <summary>A message read by its profile, beside the same payload read by hand in C#.</summary>
internal static class ProfilesBench
{
    private const int Messages = 200_000;
    private const int Rounds = 5;

    private static readonly byte[] Plug = Encoding.UTF8.GetBytes(
        """
        {"id":0,"source":"init","output":true,"apower":8.9,"voltage":237.5,"current":0.059,
        "aenergy":{"total":6.532,"by_minute":[45.199,47.141,88.397],"minute_ts":1626935779},"temperature":{"tC":34.7,"tF":94.5}}
        """);

    private static readonly byte[] Bay = Convert.FromHexString(
        "7E1065FA32280004001C01000201002303DC012F2401642506F2098000719D3201010B011535011700007E");

    internal static Command Create()
    {
        var data = new Option<string>("--data") { Description = "The folder everything is written to", DefaultValueFactory = _ => "var" };
        var command = new Command("profiles", "A message by its profile, beside the same one read by hand") { data };
        command.SetAction(_ => Run());
        return command;
    }

    private static void Run()
    {
        var time = EventTime.Now(Instant.FromUtc(2026, 11, 30, 12, 0));
        var signals = new List<Signal>();
        var plug = Of("shelly");
        Compare("plug's status", () =>
        {
            signals.Clear();
            plug.Read(0, "status/switch:0", Plug, new(Settings(plug), time), signals);
        }, () =>
        {
            signals.Clear();
            signals.Add(new DeviceTelemetry(Settings(plug).Device, time, HandWritten.Plug(Plug)!));
        });
        var bay = Of("moko-lw009");
        Compare("bay sensor's bytes", () =>
        {
            signals.Clear();
            bay.ReadUplink(Bay, 1, isDecoded: false, new(Settings(bay), time), signals);
        }, () =>
        {
            signals.Clear();
            signals.Add(new DeviceTelemetry(Settings(bay).Device, time, HandWritten.Bay(1, Bay)!));
        });
    }

    private static void Compare(string what, Action profile, Action hand)
    {
        var (byProfile, byHand) = (new Cost(double.MaxValue, 0), new Cost(double.MaxValue, 0));
        // In turn: what the machine does beside it strikes both.
        for (var round = 0; round < Rounds; round++)
            (byProfile, byHand) = (byProfile.OrLess(Of(profile)), byHand.OrLess(Of(hand)));
        var more = Math.Max(0, byProfile.Bytes - byHand.Bytes);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{what}: profile {byProfile}, by hand {byHand}; ratio {byProfile.Nanoseconds / byHand.Nanoseconds:0.00} (limit 3), bytes more "
            + $"{more:0} (limit 0)"));
    }

    private static Cost Of(Action read)
    {
        var (before, started) = (GC.GetAllocatedBytesForCurrentThread(), Stopwatch.GetTimestamp());
        for (var i = 0; i < Messages; i++)
            read();
        return new(
            Stopwatch.GetElapsedTime(started).TotalNanoseconds / Messages,
            (GC.GetAllocatedBytesForCurrentThread() - before) / (double)Messages);
    }

    private static DeviceProfile Of(string name) => ProfileBook.Shipped.Find(name)?.Profile
        ?? throw new FormatException($"the profile {name} cannot be read; ./estate profile test {name} says why");

    private static readonly Dictionary<string, DeviceSettings> Known = [];

    private static DeviceSettings Settings(DeviceProfile profile) => Known.TryGetValue(profile.Name, out var settings) ? settings
        : Known[profile.Name] = new(new(profile.Kind, "one"), new Dictionary<string, string>()) { Profile = profile };

    private readonly record struct Cost(double Nanoseconds, double Bytes)
    {
        public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Nanoseconds:0} ns and {Bytes:0} bytes");

        internal Cost OrLess(Cost other) => Nanoseconds <= other.Nanoseconds ? this : other;
    }
}
