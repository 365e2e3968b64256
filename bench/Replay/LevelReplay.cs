using Estate.Domain.Bins;
using Estate.Domain.Devices;
using NodaTime;

namespace Estate.Bench.Replay;

/// <summary>
/// What sensors of bins measured: after each row the gateway's card of the bin shows what the rows say, and in the end the means it has
/// kept are theirs.
/// </summary>
internal sealed class LevelReplay
{
    private const WasteCategory Category = WasteCategory.Residual;

    private readonly RecordingMapping.LevelsSection _columns;
    private readonly Dictionary<string, string> _settings;
    private readonly OrderedDictionary<DeviceId, (ReplayReport Report, LevelAnswers Answers)> _bins = new();

    private LevelReplay(RecordingMapping mapping)
    {
        _columns = mapping.Levels!;
        _settings = new(mapping.Settings) { ["compartments"] = WireName.Of(Category) };
    }

    private sealed record Said(RecordedRow Row, DeviceId Bin, RecordedLevel Level)
    {
        internal Instant At => Row.At!.Value;
    }

    /// <returns>A report per bin.</returns>
    internal static IReadOnlyList<ReplayReport> Run(MappingFile mapping, IReadOnlyList<RecordedRow> rows, RecordedIds ids, string work)
    {
        var replay = new LevelReplay(mapping.Mapping);
        foreach (var row in rows.DistinctBy(row => row.Id))
        {
            var bin = new DeviceSettings(new(StationKind.KindName, ids.Of(row.Id)), replay._settings);
            replay._bins[bin.Device] = (new(row.Id), new(StationSettings.From(bin)));
        }
        var said = rows.GroupBy(row => row.Id)
            .SelectMany(bin => replay.Accepted(new(StationKind.KindName, ids.Of(bin.Key)), Recording.Chronological([.. bin])))
            .OrderBy(one => one.At).ToList();
        using var machine = new ReplayMachine(
            work, [.. replay._bins.Keys.Select(bin => new DeviceSettings(bin, replay._settings))], hasMeans: true);
        foreach (var one in said)
            replay.Play(one, machine);
        machine.Commit();
        if (said.Count > 0)
            replay.CheckMeans(machine, said[0].At - Duration.FromMinutes(1), said[^1].At + Duration.FromMinutes(1));
        return [.. replay._bins.Values.Select(bin => bin.Report)];
    }

    private List<Said> Accepted(DeviceId bin, IReadOnlyList<RecordedRow> rows)
    {
        var (report, newest, seen, said) = (
            _bins[bin].Report, Instant.MinValue, new HashSet<(Instant, RecordedLevel)>(), new List<Said>());
        foreach (var row in rows)
        {
            report.Read();
            if (LevelOf(row, report) is not { } level)
                continue;
            if (!seen.Add((row.At!.Value, level)))
                report.FindDuplicate(row, "same_row_twice");
            else if (row.At < newest)
                report.FindLate(row);
            else
            {
                report.Accept();
                newest = row.At.Value;
                said.Add(new(row, bin, level));
            }
        }
        return said;
    }

    private RecordedLevel? LevelOf(RecordedRow row, ReplayReport report)
    {
        try
        {
            if (row.Problem is null)
                return RecordedLevel.Of(row, _columns);
            report.Reject(row, row.Problem.Value.Reason, row.Problem.Value.Detail);
        }
        catch (FormatException mistake)
        {
            report.Reject(row, Recording.BadRow, mistake.Message);
        }
        return null;
    }

    private void Play(Said one, ReplayMachine machine)
    {
        var ((report, answers), level) = (_bins[one.Bin], one.Level);
        var facts = new List<Fact>();
        void Say(StationReading reading) => facts.AddRange(machine
            .Step(new DeviceTelemetry(one.Bin, ReplayMachine.At(one.At), reading)).OfType<Recorded>().Select(recorded => recorded.Fact));

        if (level.HasLevel)
            Say(new FillReading(Category, level.Fill));
        if (level.Celsius is { } celsius)
            Say(new ClimateReading(celsius));
        if (level.Tilted is { } tilted)
            Say(new TiltReport(tilted));
        if (level.IsOutOfRange)
            report.CountReason(RejectReason.LevelOutOfRange);
        foreach (var fact in facts)
            if (RemarkOf(fact) is { } remark)
                report.CountReason(remark);
        answers.Add(one.At, level);
        if (!answers.AreShownBy(machine.CardOf(one.Bin)))
            report.CountReason(ReplayReport.Wrong);
    }

    private static string? RemarkOf(Fact fact) => fact switch
    {
        CompartmentEmptied => "emptied",
        CompartmentFilledUp => "filled_up",
        LevelUnreadable => "unreadable",
        _ => null,
    };

    /// <summary>Nothing that was measured is missing or more than it was, minute by minute.</summary>
    private void CheckMeans(ReplayMachine machine, Instant from, Instant until)
    {
        foreach (var series in LevelAnswers.Series)
        {
            var kept = machine.Means(series, from, until).ToLookup(point => point.Tags.First(tag => tag.Key == "station").Value);
            foreach (var (bin, (report, answers)) in _bins)
                foreach (var _ in answers.Differing(series, kept[bin.Name]))
                    report.CountReason(ReplayReport.Wrong);
        }
    }
}
