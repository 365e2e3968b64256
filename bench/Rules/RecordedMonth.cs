using System.Globalization;
using Estate.Adapters.Influx;
using Estate.Adapters.Storage;
using Estate.Domain.Bins;
using Estate.Domain.Charging;
using Estate.Domain.Devices;
using Estate.Domain.Parking;
using Estate.Gateway.Configuration;
using NodaTime;

namespace Estate.Bench.Rules;

/// <summary>
/// A month as the reference estate records it: a fill level a minute of each bin and free spaces in a real InfluxDB; visits,
/// sessions, bays and counts in the journal. All of it drawn from one seed.
/// </summary>
internal sealed class RecordedMonth(EstateModel model, EstateStore store, Instant from)
{
    private const int Days = 30, VisitsADay = 1_000, SessionsADay = 400, ArrivalsADay = 1_500, CountsADay = 96;
    private readonly Random _random = new(7);

    internal long Points { get; private set; }
    internal long Facts { get; private set; }
    internal Instant Until => from + Duration.FromDays(Days);

    /// <exception cref="IOException">InfluxDB refuses.</exception>
    internal async Task RecordAsync()
    {
        using var handler = new SocketsHttpHandler { UseProxy = false };
        using var writer = new InfluxWriter(model.Influx!, handler, TimeProvider.System);
        for (var day = 0; day < Days; day++)
        {
            var begin = from + Duration.FromDays(day);
            foreach (var lines in Measured(begin).Select(point => LineProtocol.Line(point, model.Site)).Chunk(5_000))
                Points += (await writer.WriteAsync(lines, default)) is { Problem: null } report ? report.Stored
                    : throw new IOException("InfluxDB refused");
            var batch = new CommitBatch();
            batch.Facts.AddRange(Happened(begin).OrderBy(fact => fact.Time.At));
            Facts += batch.Facts.Count;
            store.Commit(batch);
        }
    }

    private IEnumerable<Measurement> Measured(Instant begin)
    {
        foreach (var station in Devices("bins"))
            foreach (var category in Enum.GetValues<WasteCategory>())
                for (var minute = 0; minute < 24 * 60; minute++)
                    yield return new(
                        "bin", begin + Duration.FromMinutes(minute) + Duration.FromMilliseconds(station.Name.Length),
                        [("station", station.Name), ("category", WireName.Of(category))],
                        [("fill", Math.Min(1, minute % 720 / 700.0 + (_random.NextDouble() * 0.05)))]);
        foreach (var zone in new[] { "A", "B", "C" })
            for (var minute = 0; minute < 24 * 60; minute += 2)
                yield return new(
                    "parking", begin + Duration.FromMinutes(minute), [("zone", zone)],
                    [("free", _random.Next(60)), ("occupied", 30), ("unknown", _random.Next(3)), ("closed", 0)]);
    }

    private IEnumerable<Fact> Happened(Instant begin)
    {
        var (stations, chargers, bays, lot) = (Devices("bins"), Devices("charger"), Devices("parking"), Devices("lot")[0]);
        for (var i = 0; i < VisitsADay; i++)
        {
            var (at, station) = (Time(begin), stations[i % stations.Count]);
            yield return new Deposited(station, at, Id(i), at, "h" + Id(i), WasteCategory.Wet, 500 + i);
        }
        for (var i = 0; i < SessionsADay; i++)
        {
            var (at, charger, socket) = (Time(begin), chargers[i % chargers.Count], 1 + (i % 10));
            yield return new SessionStarted(charger, at, socket, Id(i), 0, "h" + Id(i), "card");
            for (var update = 1; update <= 6; update++)
                yield return new SessionUpdated(
                    charger, EventTime.Now(at.At + Duration.FromMinutes(30 * update)), socket, Id(i), update, update > 4
                    ? SessionPhase.SuspendedEv : SessionPhase.Charging, 100 * update);
            yield return new SessionEnded(
                charger, EventTime.Now(at.At + Duration.FromMinutes(200)), socket, Id(i), 7, StopReason.FullyCharged,
                600)
            { StartedAt = at.At };
        }
        for (var i = 0; i < ArrivalsADay; i++)
        {
            var (at, bay) = (Time(begin), bays[i % bays.Count]);
            yield return new BaySensed(bay, at, i % 2 == 0 ? BayStatus.Free : BayStatus.Occupied, at.At)
            {
                Bay = bay.Name.ToUpperInvariant(),
                Zone = bay.Name[..1].ToUpperInvariant(),
            };
        }
        for (var i = 0; i < CountsADay; i++)
            yield return new LotCounted(
                lot, EventTime.Now(begin + Duration.FromMinutes(15 * i)),
                [new("A", _random.Next(3), 57, 0, 0, 0, 0, 0), new("B", _random.Next(3), 58, 0, 0, 0, 0, 0),
                new("C", _random.Next(3), 62, 0, 0, 0, 0, 0)]);
    }

    private EventTime Time(Instant begin) => EventTime.Now(begin + Duration.FromSeconds(_random.Next(20 * 3600)));

    private static string Id(int number) => number.ToString(CultureInfo.InvariantCulture);

    private List<DeviceId> Devices(string kind) =>
        [.. model.Inventory.Select(settings => settings.Device).Where(device => device.Kind == kind)];
}
