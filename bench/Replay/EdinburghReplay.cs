using System.Globalization;
using Estate.Domain.Bins;
using Estate.Domain.Devices;
using NodaTime;
using NodaTime.Text;

namespace Estate.Bench.Replay;

/// <summary>
/// Replays recorded bin emptyings as what the bins' sensors saw: a level that rises from empty to the level before the
/// collection, then the collector's report and the level after it. The recorded emptyings are the answer key.
/// </summary>
internal sealed class EdinburghReplay
{
    internal const string Name = "waste-edinburgh";
    private const int SamplesBetween = 4;
    private const WasteCategory Category = WasteCategory.Residual;

    private static readonly DateTimeZone Zone = DateTimeZoneProviders.Tzdb["Europe/London"];

    private readonly ReplayReport _emptyings = new("recorded emptyings");
    private readonly Dictionary<DeviceId, Instant> _lastEmptied = [];
    private readonly bool _levelsOnly;

    private EdinburghReplay(bool levelsOnly) => _levelsOnly = levelsOnly;

    /// <param name="levelsOnly">Withholds the collector's reports: the emptyings must be seen in the levels alone.</param>
    internal static EmptyingsReport Run(string folder, string work, bool levelsOnly)
    {
        var file = Directory.GetFiles(folder, "*.csv").Order(StringComparer.Ordinal).FirstOrDefault()
            ?? throw new IOException($"{folder} has no csv file");
        var replay = new EdinburghReplay(levelsOnly);
        var rows = replay.Read(file);
        // These sensors report clean percentages, so a fall of 3 points is an emptying; noisy ones need more.
        var inventory = rows.Select(row => row.Device).Distinct()
            .Select(device =>
                new DeviceSettings(device, new Dictionary<string, string> { ["compartments"] = "residual", ["emptied_drop"] = "0.03" }))
                    .ToList();
        using var machine = new ReplayMachine(work, inventory);
        var found = new List<CompartmentEmptied>();
        foreach (var row in rows)
            found.AddRange(replay.Play(row, machine));
        machine.Commit();
        return EmptyingsReport.Compare(replay._emptyings, rows.Select(row => (row.Device, row.At)), found);
    }

    private List<CompartmentEmptied> Play(Row row, ReplayMachine machine)
    {
        var facts = new List<CompartmentEmptied>();
        void Say(Instant at, StationReading reading) => facts.AddRange(machine
            .Step(new DeviceTelemetry(row.Device, ReplayMachine.At(at), reading))
            .OfType<Recorded>().Select(recorded => recorded.Fact).OfType<CompartmentEmptied>());

        var from = _lastEmptied.GetValueOrDefault(row.Device, row.At - Duration.FromHours(6));
        for (var i = 1; i <= SamplesBetween; i++)
            Say(from + ((row.At - from) * i / (SamplesBetween + 1)), new FillReading(Category, row.Before * i / SamplesBetween));
        Say(row.At, new FillReading(Category, row.After));
        if (!_levelsOnly)
            Say(row.At, new EmptiedReport(Category, row.Before, row.After));
        _lastEmptied[row.Device] = row.At;
        if (facts.Count > 0)
            _emptyings.Accept();
        else
            _emptyings.Reject("level_did_not_fall");
        return facts;
    }

    private List<Row> Read(string file)
    {
        using var csv = new CsvHelper.CsvReader(new StreamReader(file), CultureInfo.InvariantCulture);
        csv.Read();
        csv.ReadHeader();
        var rows = new List<Row>();
        while (csv.Read())
        {
            _emptyings.Read();
            var local = LocalDateTimePattern.GeneralIso.Parse(csv.GetField("slot_time_local_europe_london") ?? "");
            if (!local.Success
                || !double.TryParse(csv.GetField("slot_fill_before"), CultureInfo.InvariantCulture, out var before)
                || !double.TryParse(csv.GetField("slot_fill_after"), CultureInfo.InvariantCulture, out var after))
            {
                _emptyings.Reject("bad_row");
                continue;
            }
            var device = new DeviceId("bins", "slot-" + csv.GetField("slot_id"));
            rows.Add(new(device, local.Value.InZoneLeniently(Zone).ToInstant(), before / 100, after / 100));
        }
        return [.. rows.OrderBy(row => row.At).ThenBy(row => row.Device.Name, StringComparer.Ordinal)];
    }

    private sealed record Row(DeviceId Device, Instant At, double Before, double After);
}
