using System.Collections.Immutable;
using NodaTime;

namespace Estate.Domain.Patrol;

/// <summary>Which rounds there are, and what a round came to.</summary>
internal static class PatrolRounds
{
    /// <summary>Rounds that ended after <paramref name="after"/> and not after <paramref name="until"/>, oldest first.</summary>
    internal static IEnumerable<Round> Ended(PatrolSettings settings, DateTimeZone zone, Instant after, Instant until) =>
        Around(settings, zone, after, until).Where(round => round.To > after && round.To <= until).OrderBy(round => round.To);

    /// <summary>The round in which that moment lies.</summary>
    internal static Round? At(PatrolSettings settings, DateTimeZone zone, Instant at) =>
        Around(settings, zone, at, at).Where(round => round.Contains(at)).OrderBy(round => round.From).Cast<Round?>().FirstOrDefault();

    /// <summary>The round that begins next, within a day.</summary>
    internal static Round? After(PatrolSettings settings, DateTimeZone zone, Instant at) =>
        Around(settings, zone, at, at + Duration.FromDays(1)).Where(round => round.From > at).OrderBy(round => round.From).Cast<Round?>()
            .FirstOrDefault();

    internal static RoundResult ResultOf(PatrolSettings settings, Round round, ImmutableArray<CheckpointVisit> visits)
    {
        var first = visits.Where(visit => round.Contains(visit.At)).OrderBy(visit => visit.At).DistinctBy(visit => visit.Checkpoint)
            .ToImmutableArray();
        return new(round, first, [.. settings.Checkpoints.Where(name => first.All(visit => visit.Checkpoint != name))]);
    }

    private static IEnumerable<Round> Around(PatrolSettings settings, DateTimeZone zone, Instant after, Instant until)
    {
        var last = until.InZone(zone).Date;
        for (var date = after.InZone(zone).Date.PlusDays(-1); date <= last; date = date.PlusDays(1))
            foreach (var hours in settings.Rounds)
                // A round within the hour that summer time leaves out is no round.
                if (hours.On(date, zone) is var round && round.To > round.From)
                    yield return round;
    }
}
