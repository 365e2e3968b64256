using Estate.Domain.Bins;
using Estate.Domain.Devices;
using NodaTime;

namespace Estate.Bench.Replay;

/// <summary>
/// Replays recorded bin emptyings as what the bins' sensors saw: a level that rises from empty to the level before the
/// collection, then the collector's report and the level after it. The recorded emptyings are the answer key.
/// </summary>
internal sealed class EmptyingReplay
{
    private const int SamplesBetween = 4;
    private const WasteCategory Category = WasteCategory.Residual;

    private readonly ReplayReport _emptyings = new("recorded emptyings");
    private readonly Dictionary<DeviceId, Instant> _lastEmptied = [];
    private readonly RecordingMapping.EmptyingsSection _columns;
    private readonly bool _levelsOnly;

    private EmptyingReplay(RecordingMapping.EmptyingsSection columns, bool levelsOnly) => (_columns, _levelsOnly) = (columns, levelsOnly);

    private sealed record Emptying(RecordedRow Row, DeviceId Device, double Before, double After)
    {
        internal Instant At => Row.At!.Value;
    }

    /// <param name="levelsOnly">Withholds the collector's reports: the emptyings must be seen in the levels alone.</param>
    internal static EmptyingsReport Run(
        MappingFile mapping, IReadOnlyList<RecordedRow> rows, RecordedIds ids, string work, bool levelsOnly)
    {
        var replay = new EmptyingReplay(mapping.Mapping.Emptyings!, levelsOnly);
        var emptyings = replay.Read(rows, ids);
        var settings = new Dictionary<string, string>(mapping.Mapping.Settings) { ["compartments"] = WireName.Of(Category) };
        using var machine = new ReplayMachine(
            work, [.. emptyings.Select(one => one.Device).Distinct().Select(device => new DeviceSettings(device, settings))]);
        var found = new List<CompartmentEmptied>();
        foreach (var one in emptyings)
            found.AddRange(replay.Play(one, machine));
        machine.Commit();
        return EmptyingsReport.Compare(replay._emptyings, emptyings.Select(one => (one.Device, one.At)), found);
    }

    private List<CompartmentEmptied> Play(Emptying one, ReplayMachine machine)
    {
        var facts = new List<CompartmentEmptied>();
        void Say(Instant at, StationReading reading) => facts.AddRange(machine
            .Step(new DeviceTelemetry(one.Device, ReplayMachine.At(at), reading))
            .OfType<Recorded>().Select(recorded => recorded.Fact).OfType<CompartmentEmptied>());

        var from = _lastEmptied.GetValueOrDefault(one.Device, one.At - Duration.FromHours(6));
        for (var i = 1; i <= SamplesBetween; i++)
            Say(from + ((one.At - from) * i / (SamplesBetween + 1)), new FillReading(Category, one.Before * i / SamplesBetween));
        Say(one.At, new FillReading(Category, one.After));
        if (!_levelsOnly)
            Say(one.At, new EmptiedReport(Category, one.Before, one.After));
        _lastEmptied[one.Device] = one.At;
        if (facts.Count > 0)
            _emptyings.Accept();
        else
            _emptyings.Reject(one.Row, "level_did_not_fall");
        return facts;
    }

    private List<Emptying> Read(IReadOnlyList<RecordedRow> rows, RecordedIds ids)
    {
        var emptyings = new List<Emptying>();
        foreach (var row in rows)
        {
            _emptyings.Read();
            if (row.Problem is { } problem)
                _emptyings.Reject(row, problem.Reason, problem.Detail);
            else if (row.Number(_columns.Before) is { } before && row.Number(_columns.After) is { } after)
                emptyings.Add(
                    new(row, new("bins", ids.Of(row.Id)), Units.Fill[_columns.Unit](before), Units.Fill[_columns.Unit](after)));
            else
                _emptyings.Reject(row, Recording.BadRow, "before and after are numbers");
        }
        return [.. emptyings.OrderBy(one => one.At).ThenBy(one => one.Device.Name, StringComparer.Ordinal)];
    }
}
