using Estate.Domain.Bins;
using Estate.Domain.Devices;
using NodaTime;

namespace Estate.Domain.Points;

/// <summary>
/// What another policy would have made of what happened: the same visits, evaluated by both. A visit that was turned away was not
/// weighed; it
/// counts as if its waste had been heavy enough.
/// </summary>
/// <param name="Changed">Visits that would have brought other points than they did.</param>
/// <param name="Gaining">Households that would have more points, <paramref name="Losing"/> fewer.</param>
public sealed record PolicyPreview(
    int Visits, int AwardsBefore, int AwardsAfter, int Changed, int PointsBefore, int PointsAfter, int Gaining, int Losing)
{
    /// <param name="facts">Of stations and of points, in the order they were recorded.</param>
    public static PolicyPreview Of(IEnumerable<Fact> facts, PolicyHistory before, AwardPolicy after, DateTimeZone zone)
    {
        var visits = VisitsOf(facts);
        var was = PointsPerVisit(visits, at => before.At(at), zone);
        var would = PointsPerVisit(visits, _ => after, zone);
        var byHousehold = visits.Select((visit, index) => (visit.Household, By: would[index] - was[index])).GroupBy(one => one.Household)
            .Select(all => all.Sum(one => one.By)).ToList();
        return new(
            visits.Count, was.Count(points => points > 0), would.Count(points => points > 0),
            was.Zip(would).Count(pair => pair.First != pair.Second),
            was.Sum(), would.Sum(), byHousehold.Count(by => by > 0), byHousehold.Count(by => by < 0));
    }

    private static List<Visit> VisitsOf(IEnumerable<Fact> facts)
    {
        var taps = new Dictionary<(DeviceId, string), Instant>();
        var (visits, reviewed) = (new OrderedDictionary<(DeviceId, string), Visit>(), new HashSet<(DeviceId, string)>());
        foreach (var fact in facts)
            switch (fact)
            {
                case CardTapped tap:
                    taps[(tap.Device, tap.Session)] = tap.Time.At;
                    break;
                case Deposited { Household: { } household } waste:
                    var key = (waste.Device, waste.Session);
                    taps.Remove(key);
                    visits[key] = new(
                        household, waste.TappedAt.At, Math.Max(waste.Grams, visits.TryGetValue(key, out var known) ? known.Grams ?? 0 : 0));
                    break;
                // A person decides those.
                case AwardDecided { Result: AwardResult.PendingReview } pending:
                    reviewed.Add((pending.Device, pending.Session));
                    break;
                case AwardDecided
                {
                    Household: { } household,
                    Result: AwardResult.OutsideWindow or AwardResult.Awarded or AwardResult.AlreadyAwarded or AwardResult.DailyLimit,
                } decided:
                    visits.TryAdd(
                        (decided.Device, decided.Session),
                        new(household, taps.GetValueOrDefault((decided.Device, decided.Session), decided.Time.At), null));
                    break;
            }
        return [.. visits.Where(visit => !reviewed.Contains(visit.Key)).Select(visit => visit.Value).OrderBy(visit => visit.At)];
    }

    /// <summary>The points of each visit.</summary>
    private static List<int> PointsPerVisit(List<Visit> visits, Func<Instant, AwardPolicy> policyAt, DateTimeZone zone)
    {
        var taken = new Dictionary<(string Household, LocalDate Date), HashSet<string>>();
        return [.. visits.Select(visit =>
        {
            var (policy, local) = (policyAt(visit.At), visit.At.InZone(zone).LocalDateTime);
            if (policy.WindowAt(local.TimeOfDay) is not { } window || visit.Grams < policy.MinGrams)
                return 0;
            var today = taken.TryGetValue((visit.Household, local.Date), out var known) ? known : taken[(visit.Household, local.Date)] = [];
            return today.Count < policy.SessionsPerDay && today.Add(window.Id) ? policy.PointsPerSession : 0;
        })];
    }

    private sealed record Visit(string Household, Instant At, int? Grams);
}
