using Estate.Domain.Devices;
using Estate.Domain.Patrol;
using Estate.Domain.People;
using Estate.Gateway.Pipeline;
using Estate.Web.Shared;

namespace Estate.Web.Patrol;

/// <summary>The guards' rounds: where this one is, what the last ones missed.</summary>
internal static class PatrolPageEndpoints
{
    /// <summary>Of each patrol: a month of a round every two hours.</summary>
    private const int MaxRounds = 400;

    internal static void MapPatrolPages(this WebApplication app)
    {
        var pages = app.MapGroup("/staff/patrol").RequirePage(Role.Staff);
        pages.MapGet("", PageAsync);
        pages.MapGet("/rounds.csv", async (EstateLoop loop, PageReads reads) => CsvFile.Of("rounds.csv", (await AllAsync(loop, reads)).SelectMany(patrol =>
            reads.Reader.FactsOf(patrol.Device, MaxRounds, [typeof(RoundEnded)]).Cast<RoundEnded>().Select(ended => RoundRow.Of(patrol, ended.Result, reads)))));
        app.MapGroup("/api/patrols").Require(Role.Staff).MapGet("", async (EstateLoop loop, PageReads reads) => TypedResults.Ok((await AllAsync(loop, reads)).Select(PatrolBody.Of).ToList()));
    }

    private static async Task<IResult> PageAsync(HttpContext context, EstateLoop loop, PageReads reads, PageRenderer pages) =>
        await pages.PageAsync<PatrolPage>(context, reads, (nameof(PatrolPage.Patrols), await AllAsync(loop, reads)));

    private static Task<List<PatrolView>> AllAsync(EstateLoop loop, PageReads reads) => loop.InspectAsync(machine => reads.Model.Inventory
        .Where(one => one.Device.Kind == PatrolKind.KindName).Select(one => new PatrolView(one.Device, (PatrolState)machine.StateOf(one.Device)!)).ToList());
}

/// <summary>A patrol at one moment.</summary>
public sealed record PatrolView(DeviceId Device, PatrolState State)
{
    /// <summary>Of the round that is on, each checkpoint's first.</summary>
    public IReadOnlyList<CheckpointVisit> Visits => State.Current is not { } round ? [] : [.. State.Visits.Where(visit => round.Contains(visit.At))];
}

/// <summary>Late visits included: the last state of the round as far as the patrol still knows it.</summary>
internal sealed record RoundRow(string Patrol, string Round, string From, string To, int Visited, string Missed, string Guards)
{
    internal static RoundRow Of(PatrolView patrol, RoundResult ended, PageReads reads)
    {
        var result = patrol.State.Results.FirstOrDefault(one => one.Round == ended.Round) ?? ended;
        return new(patrol.Device.Name, result.Round.Name, TimeText.Minute(result.Round.From, reads.Zone), TimeText.Minute(result.Round.To, reads.Zone), result.Visits.Length,
            string.Join(' ', result.Missed), string.Join(' ', result.Visits.Select(visit => visit.Guard).Distinct()));
    }
}

/// <summary>A patrol as the API shows it; the newest result first, times ISO 8601 UTC.</summary>
internal sealed record PatrolBody(string Patrol, RoundBody? Current, IReadOnlyList<RoundBody> Results)
{
    internal static PatrolBody Of(PatrolView patrol) => new(
        patrol.Device.Name,
        patrol.State.Current is { } round ? RoundBody.Of(round, patrol.Visits, null) : null,
        [.. patrol.State.Results.Select(result => RoundBody.Of(result.Round, result.Visits, result.Missed))]);
}

/// <summary><paramref name="Missed"/> is null while the round is on.</summary>
internal sealed record RoundBody(string Round, string From, string To, IReadOnlyList<VisitBody> Visits, IReadOnlyList<string>? Missed)
{
    internal static RoundBody Of(Round round, IEnumerable<CheckpointVisit> visits, IReadOnlyList<string>? missed) =>
        new(round.Name, round.From.ToString(), round.To.ToString(), [.. visits.Select(visit => new VisitBody(visit.Checkpoint, visit.At.ToString(), visit.Guard))], missed);
}

internal sealed record VisitBody(string Checkpoint, string At, string Guard);
