using System.Text.Json;
using Estate.Adapters.Lorawan;
using Estate.Domain.Devices;
using Estate.Gateway.Profiles;
using NodaTime;

namespace Estate.Bench.Replay;

/// <summary>Replays raw LoRaWAN network-server documents: each file holds <c>{"data":[uplink,…]}</c>, newest first.</summary>
internal static class DtuReplay
{
    internal const string Name = "waste-dtu-lorawan";
    private const string Profile = "percent-empty-text";

    internal static IReadOnlyList<ReplayReport> Run(string folder, string work)
    {
        var files = Directory.GetFiles(folder, "s*.json").Order(StringComparer.Ordinal).ToList();
        if (files.Count == 0)
            throw new IOException($"{folder} has no s*.json recordings");
        var inventory = files.Select(file => Path.GetFileNameWithoutExtension(file)[1..])
            .Select(eui =>
                new DeviceSettings(
                    new DeviceId("bins", "node-" + eui), new Dictionary<string, string>
                    { ["dev_eui"] = eui, ["compartments"] = "residual" }))
            .ToList();
        using var machine = new ReplayMachine(work, inventory);
        var reports = files.Select(file => Replay(file, machine, inventory)).ToList();
        machine.Commit();
        return reports;
    }

    private static ReplayReport Replay(string file, ReplayMachine machine, List<DeviceSettings> inventory)
    {
        var report = new ReplayReport(Path.GetFileName(file));
        var (duplicates, signals) = (new UplinkDeduplicator(), new List<Signal>());
        var profile = ProfileBook.Shipped.Find(Profile)!.Profile!;
        using var document = JsonDocument.Parse(File.ReadAllBytes(file));
        Instant? newest = null;
        // The archive lists the newest first; devices sent the oldest first.
        foreach (var (index, recorded) in document.RootElement.GetProperty("data").EnumerateArray().Index().Reverse())
        {
            var row = new RecordedRow(report.Source, index + 1, recorded.GetRawText());
            report.Read();
            signals.Clear();
            if (NetworkUplink.FromTtnV1(recorded, out var problem) is not { } uplink)
                report.Reject(row, "bad_uplink: " + problem);
            else if (
                inventory.FirstOrDefault(settings =>
                    string.Equals(settings.Values["dev_eui"], uplink.DevEui, StringComparison.OrdinalIgnoreCase)) is not { } device)
                report.Reject(row, RejectReason.NotInInventory);
            else if (duplicates.IsDuplicate(uplink))
                report.FindDuplicate(row, "same_frame_twice");
            else if (profile.ReadUplink(
                uplink.Payload.Bytes, uplink.Payload.Port, isDecoded: false, new(device, ReplayMachine.At(uplink.At!.Value)),
                signals) is not null)
                report.Reject(row, "bad_payload");
            else
            {
                var at = uplink.At!.Value;
                if (at < newest)
                    report.FindLate(row);
                else
                    report.Accept();
                newest = newest is { } known ? Instant.Max(known, at) : at;
                var heard = (DeviceTelemetry)signals[0];
                machine.Step(heard);
                if (heard.Reading.IsFlagged)
                    report.CountReason(RejectReason.LevelOutOfRange);
            }
        }
        return report;
    }
}
