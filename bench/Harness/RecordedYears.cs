using System.Globalization;
using Estate.Domain.Alerts;
using Estate.Domain.Bins;
using Estate.Domain.Charging;
using Estate.Domain.Devices;
using Estate.Domain.Gate;
using Estate.Domain.Parking;
using Estate.Domain.Patrol;
using Estate.Domain.Points;
using Estate.Domain.Rules;
using Estate.Gateway.Configuration;
using NodaTime;

namespace Estate.Bench.Harness;

/// <summary>
/// What the reference estate records, as busy as asked for: visits with their points, bikes, bays, cards at the gate, alerts, rules,
/// rounds, and what devices and people sent for it. All of it drawn from one seed; each day is one commit of the journal's own writer.
/// </summary>
internal sealed class RecordedYears(EstateModel model, IReadOnlyList<string> households, int factsADay, LocalDate until)
{
    internal const int DaysAYear = 365;

    /// <summary>
    /// Of the facts of a day: those of visits, bikes (each is several), bays, cards at the gate. At four million facts a year (decision 41)
    /// that is a day's 1,936 visits of 1,469 households, which bring points twice a day at most, 301 charges on 200 sockets, 1,767 changes
    /// of 185 bays and 1,973 cards of 3,800 residents; the car park is counted every quarter of an hour (<see cref="LotCounted"/>).
    /// </summary>
    private const double OfVisits = 0.53, OfBikes = 0.11, OfBays = 0.17, OfCards = 0.18;
    private const int FactsOfAVisit = 3, FactsOfABike = 4, CountsADay = 96, AlertsADay = 10, RoundsADay = 4, CurvePoints = 40;
    private readonly Random _random = new(7);
    private int _ids;

    /// <summary>One batch a day, the oldest first; what the nights since have taken is not in it, but for the last one.</summary>
    internal IEnumerable<RecordedDay> Days(int count)
    {
        for (var day = until.PlusDays(-count); day < until; day = day.PlusDays(1))
            yield return Of(day);
    }

    private RecordedDay Of(LocalDate day)
    {
        var recorded = new RecordedDay(model, day, until);
        var facts = Visits(recorded).Concat(Bikes(recorded)).Concat(Bays(recorded)).Concat(Gate(recorded)).Concat(Others(recorded));
        recorded.Record(facts);
        return recorded;
    }

    private IEnumerable<Fact> Visits(RecordedDay day)
    {
        var stations = Devices("bins");
        for (var i = 0; i < factsADay * OfVisits / FactsOfAVisit; i++)
        {
            var (station, household, session) = (stations[_random.Next(stations.Count)], households[_random.Next(households.Count)], Id());
            var (at, shown) = (On(day), day.Household(household));
            var category = (WasteCategory)(_random.Next(10) switch { 0 => 0, 1 => 1, < 6 => 2, _ => 3 });
            day.Heard(station, session);
            day.Heard(station, session + "-1");
            yield return new CardTapped(station, at, session, day.Card);
            yield return new Deposited(station, Later(at, 20), session, at, shown, category, _random.Next(100, 4_000));
            yield return new AwardDecided(station, Later(at, 20), session, shown, AwardResult.Awarded) { Points = 5 };
            var id = TransferIds.Award("trial", household, day.Date, session);
            day.Batch.Transfers.Add(
                new(id, AccountId.Issuance, AccountId.Household(household), 5, TransferCode.Award, at.At, session));
        }
    }

    private IEnumerable<Fact> Bikes(RecordedDay day)
    {
        var chargers = Devices("charger");
        for (var i = 0; i < factsADay * OfBikes / FactsOfABike; i++)
        {
            var (charger, socket, order, at) = (chargers[_random.Next(chargers.Count)], _random.Next(1, 11), Id(), On(day));
            var household = day.Household(households[_random.Next(households.Count)]);
            foreach (var step in (string[])["-begin", "-half", "-end"])
                day.Heard(charger, order + step);
            yield return new ChargeOrdered(charger, at, socket, order, household, day.By("card"));
            yield return new SessionStarted(charger, at, socket, order, 0, household, day.By("card"));
            yield return new SessionUpdated(charger, Later(at, 1_800), socket, order, 1, SessionPhase.Charging, 200);
            yield return new SessionEnded(charger, Later(at, 7_200), socket, order, 2, StopReason.FullyCharged, 600)
            {
                StartedAt = at.At,
                DurationS = 7_200,
                Household = household,
                By = day.By("card"),
                StepS = 180,
                Watts = [.. Enumerable.Range(0, CurvePoints).Select(step => (double?)(180 - step))],
            };
        }
    }

    private IEnumerable<Fact> Bays(RecordedDay day)
    {
        var (bays, lot) = (model.Inventory.Where(one => one.Device.Kind == "parking").ToList(), Devices("lot")[0]);
        var zones = bays.CountBy(bay => bay.Values["zone"]).ToList();
        for (var i = 0; i < (factsADay * OfBays) - CountsADay; i++)
        {
            var (at, bay) = (On(day), bays[_random.Next(bays.Count)]);
            day.Heard(bay.Device, Id());
            yield return new BaySensed(bay.Device, at, i % 2 == 0 ? BayStatus.Free : BayStatus.Occupied, at.At)
            {
                Bay = bay.Device.Name.ToUpperInvariant(),
                Zone = bay.Values["zone"],
            };
        }
        for (var i = 0; i < CountsADay; i++)
        {
            var at = EventTime.Now(day.Start + Duration.FromMinutes(15 * i));
            yield return new LotCounted(lot, at, [.. zones.Select(zone => Counts(zone.Key, zone.Value))]);
        }
    }

    private ZoneCounts Counts(string zone, int bays)
    {
        var free = _random.Next(bays);
        return new(zone, free, bays - free, 0, 0, 0, 0, 0);
    }

    private IEnumerable<Fact> Gate(RecordedDay day)
    {
        var gate = Devices("gate")[0];
        for (var i = 0; i < factsADay * OfCards; i++)
            yield return new AccessDecided(gate, On(day), ++_ids, AccessEvent.Granted, day.Card);
        var begin = EventTime.Now(day.Start + Duration.FromHours(5));
        var watch = new ClosingWatch(begin.At - Duration.FromHours(6), 1) { WatchedSeconds = 21_600, Until = begin.At };
        yield return new ClosingReported(gate, begin, watch, 360);
        yield return new OperatorActed(gate, On(day), "open_door", day.By("wang"), "delivery", 5);
    }

    /// <summary>Alerts that were closed, rules that fired, rounds and shifts.</summary>
    private IEnumerable<Fact> Others(RecordedDay day)
    {
        var (charger, patrol) = (Devices("charger")[0], Devices("patrol")[0]);
        for (var i = 0; i < AlertsADay; i++)
        {
            var (id, at) = (Id(), On(day));
            day.Alert(charger, id, at.At);
            yield return new AlertRaised(charger, at, id, "trial", "", Severity.Low, false);
            yield return new AlertClosed(charger, Later(at, 600), id, day.By("wang"), "seen");
            yield return new RuleFired(
                charger, at, i == 0 ? "rare" : "often", 1, "", Severity.Low, RecordedDay.Title, at.At);
        }
        for (var i = 0; i < RoundsADay; i++)
        {
            var from = day.Start + Duration.FromHours(6 * i);
            var ended = EventTime.Now(from + Duration.FromHours(6));
            var guard = day.Household("7");
            yield return new RoundEnded(patrol, ended, new(new("night", from, ended.At), [new("garage", from, guard)], ["roof"]));
            yield return new ShiftHandedOver(AlertReactor.JournalId, ended, day.By("wang"), day.By("li"), "quiet", []);
        }
    }

    private EventTime On(RecordedDay day) => EventTime.Now(day.Start + Duration.FromSeconds(_random.Next(60, 20 * 3600)));

    private static EventTime Later(EventTime at, int seconds) => EventTime.Now(at.At + Duration.FromSeconds(seconds));

    private string Id() => string.Create(CultureInfo.InvariantCulture, $"1-{++_ids:D9}");

    private List<DeviceId> Devices(string kind) =>
        [.. model.Inventory.Select(settings => settings.Device).Where(device => device.Kind == kind)];
}
