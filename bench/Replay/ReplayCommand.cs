using System.CommandLine;

namespace Estate.Bench.Replay;

/// <summary>Feeds recordings of real devices through the gateway's machine and store.</summary>
internal static class ReplayCommand
{
    internal static Command Create()
    {
        var data = new Option<string>("--data") { Description = "The folder everything is written to", DefaultValueFactory = _ => "var" };
        var folder = new Argument<DirectoryInfo>("folder") { Description = "Where the recordings are" };
        var levelsOnly = new Option<bool>("--levels-only")
        { Description = "Withhold the collectors' reports: find emptyings in the levels alone" };
        var dtu = new Command(DtuReplay.Name, "Raw LoRaWAN uplinks of bin sensors") { folder, data };
        dtu.SetAction(parsed =>
        {
            var reports = DtuReplay.Run(Existing(parsed.GetRequiredValue(folder)), Work(parsed.GetRequiredValue(data), DtuReplay.Name));
            Console.WriteLine(ReplayReport.Table(reports));
            return reports.All(report => report.Reconciles) ? 0 : 1;
        });
        var edinburgh = new Command(
            EdinburghReplay.Name, "Recorded emptyings; the recording is the answer key") { folder, data, levelsOnly };
        edinburgh.SetAction(parsed =>
        {
            var report = EdinburghReplay.Run(
                Existing(parsed.GetRequiredValue(folder)), Work(parsed.GetRequiredValue(data), EdinburghReplay.Name),
                parsed.GetValue(levelsOnly));
            Console.WriteLine(report);
            return report.Source.Reconciles && report.Invented == 0 && (report.Missed == 0 || parsed.GetValue(levelsOnly)) ? 0 : 1;
        });
        var mapping = new Option<FileInfo>("--mapping")
        { Description = "Which columns mean what; bench/Replay/Mappings has examples", Required = true };
        var other = new Command("parking", "Another operator's recordings of car parks") { folder, data, mapping };
        other.SetAction(parsed =>
            Park(parsed.GetRequiredValue(mapping).FullName, parsed.GetRequiredValue(folder), parsed.GetRequiredValue(data)));
        var birmingham = new Command("parking-birmingham", "Counts of thirty car parks, played as that many sensors") { folder, data };
        birmingham.SetAction(parsed =>
            Park(ParkingReplay.MappingOf("parking-birmingham"), parsed.GetRequiredValue(folder), parsed.GetRequiredValue(data)));
        var melbourne = new Command("parking-melbourne", "Two polls of three thousand on-street bays") { folder, data };
        melbourne.SetAction(parsed =>
            Park(ParkingReplay.MappingOf("parking-melbourne"), parsed.GetRequiredValue(folder), parsed.GetRequiredValue(data)));
        var tracebase = new Command(TracebaseReplay.Name, "Power of real lithium chargers, second by second") { folder, data };
        tracebase.SetAction(parsed => new[] { TracebaseReplay.Laptop, TracebaseReplay.UntilUnplugged }.Max(limits =>
            Charge(TracebaseReplay.Run(
                Existing(parsed.GetRequiredValue(folder)), Work(parsed.GetRequiredValue(data), TracebaseReplay.Name), limits), limits)));
        var acn = new Command(AcnReplay.Name, "Sessions of charging stations with their energy") { folder, data };
        acn.SetAction(parsed =>
        {
            var reports = AcnReplay.Run(Existing(parsed.GetRequiredValue(folder)), Work(parsed.GetRequiredValue(data), AcnReplay.Name));
            Console.WriteLine($"Stations of {AcnReplay.Station["max_power_w"]} W; a session that needed more is flagged.");
            Console.WriteLine(ReplayReport.Table([.. reports, ReplayReport.Sum("all", reports)]));
            return reports.All(report => report.Reconciles) ? 0 : 1;
        });
        return new Command(
            "replay", "Feed recordings of real devices and reconcile") { dtu, edinburgh, birmingham, melbourne, other, tracebase, acn };
    }

    private static int Charge(IReadOnlyList<SocketDay> days, IReadOnlyDictionary<string, string> limits)
    {
        Console.WriteLine($"Limits of laptops: {string.Join(", ", limits.Select(one => $"{one.Key} {one.Value}"))}");
        Console.WriteLine(ReplayReport.Table(days.Select(day => day.Report)));
        foreach (var line in days.SelectMany(day => day.Lines))
            Console.WriteLine(line);
        return days.All(day => day.IsTrue) ? 0 : 1;
    }

    private static int Park(string mapping, DirectoryInfo folder, string data)
    {
        var reports = ParkingReplay.Run(
            ParkingMapping.Read(mapping), Existing(folder), Work(data, Path.GetFileNameWithoutExtension(mapping)));
        Console.WriteLine(
            ReplayReport.Table([.. reports, .. reports.Count > 2 ? [ReplayReport.Sum("all", reports)] : Array.Empty<ReplayReport>()]));
        return reports.All(report => report.Reconciles) ? 0 : 1;
    }

    private static string Existing(DirectoryInfo folder) =>
        folder.Exists ? folder.FullName
            : throw new IOException($"{folder.FullName} does not exist; the recordings are not part of the repository");

    private static string Work(string data, string name) => Directory.CreateDirectory(Path.Combine(data, "replay", name)).FullName;
}
