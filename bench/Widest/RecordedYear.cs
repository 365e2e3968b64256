using Estate.Adapters.Storage;
using Estate.Domain.Alerts;
using Estate.Domain.Bins;
using Estate.Domain.Charging;
using Estate.Domain.Credentials;
using Estate.Domain.Devices;
using Estate.Domain.Gate;
using Estate.Domain.Parking;
using Estate.Domain.Patrol;
using Estate.Domain.Points;
using Estate.Domain.Rules;
using Estate.Gateway.Configuration;
using NodaTime;

namespace Estate.Bench.Widest;

/// <summary>
/// A year as the reference estate records it, as busy as asked for: visits with their points, bikes, bays, cards at the gate, alerts,
/// rules, rounds. All of it drawn from one seed; each day is one commit of the journal's own writer.
/// </summary>
internal sealed class RecordedYear(EstateModel model, IReadOnlyList<string> households, int factsADay, LocalDate until)
{
    internal const int Days = 365;

    /// <summary>Of the facts of a day: those of visits, bikes (each is several), bays, cards at the gate.</summary>
    private const double OfVisits = 0.53, OfBikes = 0.11, OfBays = 0.17, OfCards = 0.18;
    private const int FactsOfAVisit = 3, FactsOfABike = 4, CountsADay = 96, AlertsADay = 10, RoundsADay = 4, CurvePoints = 40;
    private static readonly Text Title = new("试验", "Trial");
    private static readonly CardToken Card = new(new string('a', 64));
    private readonly Random _random = new(7);
    private int _ids;

    /// <summary>One batch a day, the oldest first.</summary>
    internal IEnumerable<CommitBatch> Batches()
    {
        for (var day = until.PlusDays(-Days); day < until; day = day.PlusDays(1))
            yield return Of(day);
    }

    private CommitBatch Of(LocalDate day)
    {
        var batch = new CommitBatch();
        var facts = Visits(day, batch).Concat(Bikes(day)).Concat(Bays(day)).Concat(Gate(day)).Concat(Others(day, batch));
        foreach (var fact in facts.OrderBy(fact => fact.Time.At))
        {
            batch.Steps.Add(batch.Facts.Count);
            batch.Facts.Add(fact);
        }
        return batch;
    }

    private IEnumerable<Fact> Visits(LocalDate day, CommitBatch batch)
    {
        var stations = Devices("bins");
        for (var i = 0; i < factsADay * OfVisits / FactsOfAVisit; i++)
        {
            var (station, household, session) = (stations[_random.Next(stations.Count)], households[_random.Next(households.Count)], Id());
            var at = On(day);
            var category = (WasteCategory)(_random.Next(10) switch { 0 => 0, 1 => 1, < 6 => 2, _ => 3 });
            yield return new CardTapped(station, at, session, Card);
            yield return new Deposited(station, Later(at, 20), session, at, household, category, _random.Next(100, 4_000));
            yield return new AwardDecided(station, Later(at, 20), session, household, AwardResult.Awarded) { Points = 5 };
            var id = TransferIds.Award("trial", household, day, session);
            batch.Transfers.Add(
                new(id, AccountId.Issuance, AccountId.Household(household), 5, TransferCode.Award, at.At, session));
        }
    }

    private IEnumerable<Fact> Bikes(LocalDate day)
    {
        var chargers = Devices("charger");
        for (var i = 0; i < factsADay * OfBikes / FactsOfABike; i++)
        {
            var (charger, socket, order, at) = (chargers[_random.Next(chargers.Count)], _random.Next(1, 11), Id(), On(day));
            var household = households[_random.Next(households.Count)];
            yield return new ChargeOrdered(charger, at, socket, order, household, "card");
            yield return new SessionStarted(charger, at, socket, order, 0, household, "card");
            yield return new SessionUpdated(charger, Later(at, 1_800), socket, order, 1, SessionPhase.Charging, 200);
            yield return new SessionEnded(charger, Later(at, 7_200), socket, order, 2, StopReason.FullyCharged, 600)
            {
                StartedAt = at.At,
                DurationS = 7_200,
                Household = household,
                By = "card",
                StepS = 180,
                Watts = [.. Enumerable.Range(0, CurvePoints).Select(step => (double?)(180 - step))],
            };
        }
    }

    private IEnumerable<Fact> Bays(LocalDate day)
    {
        var (bays, lot) = (Devices("parking"), Devices("lot")[0]);
        for (var i = 0; i < (factsADay * OfBays) - CountsADay; i++)
        {
            var at = On(day);
            var status = i % 2 == 0 ? BayStatus.Free : BayStatus.Occupied;
            yield return new BaySensed(bays[_random.Next(bays.Count)], at, status, at.At);
        }
        for (var i = 0; i < CountsADay; i++)
        {
            var at = EventTime.Now(Start(day) + Duration.FromMinutes(15 * i));
            yield return new LotCounted(lot, at, [new("A", _random.Next(60), 57, 0, 0, 0, 0, 0)]);
        }
    }

    private IEnumerable<Fact> Gate(LocalDate day)
    {
        var gate = Devices("gate")[0];
        for (var i = 0; i < factsADay * OfCards; i++)
            yield return new AccessDecided(gate, On(day), ++_ids, AccessEvent.Granted, Card);
        var begin = EventTime.Now(Start(day) + Duration.FromHours(5));
        var watch = new ClosingWatch(begin.At - Duration.FromHours(6), 1) { WatchedSeconds = 21_600, Until = begin.At };
        yield return new ClosingReported(gate, begin, watch, 360);
        yield return new OperatorActed(gate, On(day), "open_door", "wang", "delivery", 5);
    }

    /// <summary>Alerts that were closed, rules that fired, rounds and shifts.</summary>
    private IEnumerable<Fact> Others(LocalDate day, CommitBatch batch)
    {
        var (charger, patrol) = (Devices("charger")[0], Devices("patrol")[0]);
        for (var i = 0; i < AlertsADay; i++)
        {
            var (id, at) = (Id(), On(day));
            var alert = new Alert(id, new(charger, "trial", ""), Severity.Low, Title, at.At);
            batch.Alerts.Add(id, alert with { RaisedAt = at.At, IsActive = false, ClearedAt = at.At, ClosedAt = at.At, ClosedBy = "wang" });
            yield return new AlertRaised(charger, at, id, "trial", "", Severity.Low, false);
            yield return new AlertClosed(charger, Later(at, 600), id, "wang", "seen");
            yield return new RuleFired(charger, at, i == 0 ? "rare" : "often", 1, "", Severity.Low, Title, at.At);
        }
        for (var i = 0; i < RoundsADay; i++)
        {
            var from = Start(day) + Duration.FromHours(6 * i);
            var ended = EventTime.Now(from + Duration.FromHours(6));
            yield return new RoundEnded(patrol, ended, new(new("night", from, ended.At), [new("garage", from, "7")], ["roof"]));
            yield return new ShiftHandedOver(AlertReactor.JournalId, ended, "wang", "li", "quiet", []);
        }
    }

    private EventTime On(LocalDate day) => EventTime.Now(Start(day) + Duration.FromSeconds(_random.Next(60, 20 * 3600)));

    private static EventTime Later(EventTime at, int seconds) => EventTime.Now(at.At + Duration.FromSeconds(seconds));

    private Instant Start(LocalDate day) => day.AtStartOfDayInZone(model.Programme.Zone).ToInstant();

    private string Id() => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"1-{++_ids}");

    private List<DeviceId> Devices(string kind) =>
        [.. model.Inventory.Select(settings => settings.Device).Where(device => device.Kind == kind)];
}
