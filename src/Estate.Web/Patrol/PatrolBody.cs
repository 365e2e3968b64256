namespace Estate.Web.Patrol;

/// <summary>A patrol as the API shows it; the newest result first, times ISO 8601 UTC.</summary>
internal sealed record PatrolBody(string Patrol, RoundBody? Current, IReadOnlyList<RoundBody> Results)
{
    internal static PatrolBody Of(PatrolView patrol) => new(
        patrol.Device.Name,
        patrol.State.Current is { } round ? RoundBody.Of(round, patrol.Visits, null) : null,
        [.. patrol.State.Results.Select(result => RoundBody.Of(result.Round, result.Visits, result.Missed))]);
}
