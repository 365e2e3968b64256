using System.CommandLine;

namespace Estate.Bench.Replay;

/// <summary>Feeds recordings of real devices through the gateway's machine and store.</summary>
internal static class ReplayCommand
{
    private static readonly Option<string> Data = new("--data")
    { Description = "The folder everything is written to", DefaultValueFactory = _ => "var" };

    private static readonly Argument<DirectoryInfo> Folder = new("folder") { Description = "Where the recordings are" };

    private static readonly Option<string?> Refused = new("--refused")
    { Description = "A file that gets every row that was not accepted, with its line and the reason" };

    private static readonly Option<bool> LevelsOnly = new("--levels-only")
    { Description = "Withhold the collectors' reports: find emptyings in the levels alone" };

    internal static Command Create()
    {
        var command = new Command("replay", "Feed recordings of real devices and reconcile")
        {
            Dtu(), Tracebase(),
            Mapped(MappingFile.Parking, "Anybody's recordings of car parks or single bays"),
            Mapped(MappingFile.Charging, "Anybody's sessions of charging stations"),
            Mapped(MappingFile.Bins, "Anybody's recorded levels or emptyings of bins"),
        };
        foreach (var name in MappingFile.Shipped.Keys)
        {
            var shipped = new Command(name, $"By the mapping {name}, which comes with the project") { Folder, Data, Refused, LevelsOnly };
            shipped.SetAction(parsed => Replay(MappingFile.Read(name), name, parsed));
            command.Add(shipped);
        }
        return command;
    }

    private static Command Mapped(string kind, string description)
    {
        var mapping = new Option<string>("--mapping")
        { Description = "Which columns mean what: a file, or the name of one in bench/Replay/Mappings", Required = true };
        var command = new Command(kind, description) { Folder, Data, Refused, LevelsOnly, mapping };
        command.SetAction(parsed =>
        {
            var file = MappingFile.Read(parsed.GetRequiredValue(mapping));
            return file.Kind == kind ? Replay(file, kind, parsed)
                : throw file.OfAnotherKind();
        });
        return command;
    }

    private static Command Dtu()
    {
        var command = new Command(DtuReplay.Name, "Raw LoRaWAN uplinks of bin sensors") { Folder, Data, Refused };
        command.SetAction(parsed => EndOf(parsed).End(DtuReplay.Run(Recordings(parsed), Work(parsed, DtuReplay.Name))));
        return command;
    }

    private static Command Tracebase()
    {
        var command = new Command(TracebaseReplay.Name, "Power of real lithium chargers, second by second") { Folder, Data, Refused };
        command.SetAction(parsed => new[] { TracebaseReplay.Laptop, TracebaseReplay.UntilUnplugged }.Max(limits =>
        {
            var days = TracebaseReplay.Run(Recordings(parsed), Work(parsed, TracebaseReplay.Name), limits);
            Console.WriteLine($"Limits of laptops: {string.Join(", ", limits.Select(one => $"{one.Key} {one.Value}"))}");
            var status = EndOf(parsed).End([.. days.Select(day => day.Report)]);
            foreach (var line in days.SelectMany(day => day.Lines))
                Console.WriteLine(line);
            return status;
        }));
        return command;
    }

    private static int Replay(MappingFile mapping, string name, ParseResult parsed)
    {
        var levelsOnly = parsed.GetValue(LevelsOnly);
        if (levelsOnly && mapping.Mapping.Emptyings is null)
            throw mapping.WithoutLevels();
        var (end, ids, work) = (EndOf(parsed), new RecordedIds(), Work(parsed, name));
        var rows = Recording.Read(mapping, Recordings(parsed), out var leftOut);
        if (leftOut > 0)
            Console.WriteLine($"{leftOut} rows are none of these by the mapping's where.");
        if (mapping.Mapping.Emptyings is null)
        {
            var reports = mapping.Mapping.Sessions is not null ? SessionReplay.Run(mapping, rows, ids, work)
                : mapping.Mapping.Levels is not null ? LevelReplay.Run(mapping, rows, ids, work)
                : ParkingReplay.Run(mapping, rows, ids, work);
            end.ReportIds(ids, work);
            return end.End(reports);
        }
        var report = EmptyingReplay.Run(mapping, rows, ids, work, levelsOnly);
        end.ReportIds(ids, work);
        Console.WriteLine(report);
        return end.End([report.Source], report.Invented == 0 && (report.Missed == 0 || levelsOnly));
    }

    private static Reconciliation EndOf(ParseResult parsed) => new(Console.Out, parsed.GetValue(Refused));

    private static string Recordings(ParseResult parsed)
    {
        var folder = parsed.GetRequiredValue(Folder);
        return folder.Exists ? folder.FullName
            : throw new IOException($"{folder.FullName} does not exist; the recordings are not part of the repository");
    }

    private static string Work(ParseResult parsed, string name) =>
        Directory.CreateDirectory(Path.Combine(parsed.GetRequiredValue(Data), "replay", name)).FullName;
}
