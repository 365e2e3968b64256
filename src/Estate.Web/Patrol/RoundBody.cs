using Estate.Domain.Patrol;

namespace Estate.Web.Patrol;

/// <summary><paramref name="Missed"/> is null while the round is on.</summary>
internal sealed record RoundBody(string Round, string From, string To, IReadOnlyList<VisitBody> Visits, IReadOnlyList<string>? Missed)
{
    internal static RoundBody Of(Round round, IEnumerable<CheckpointVisit> visits, IReadOnlyList<string>? missed) =>
        new(round.Name, round.From.ToString(), round.To.ToString(),
            [.. visits.Select(visit => new VisitBody(visit.Checkpoint, visit.At.ToString(), visit.Guard))], missed);
}
