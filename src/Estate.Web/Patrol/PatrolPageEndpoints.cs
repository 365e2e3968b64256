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
    private const int Shown = 5;

    internal static void MapPatrolPages(this WebApplication app)
    {
        var pages = app.MapGroup("/staff/patrol").RequirePage(Role.Staff);
        pages.MapGet("", PageAsync);
        pages.MapGet("/rounds.csv", async (HttpContext context, EstateLoop loop, PageReads reads) =>
            CsvFile.Of("rounds.csv", (await AllAsync(loop, reads)).SelectMany(patrol =>
            reads.Reader.FactsOf(patrol.Device, MaxRounds, [typeof(RoundEnded)]).Cast<RoundEnded>()
            .Select(ended => RoundRow.Of(patrol, ended.Result, reads, Language.Of(context))))));
        app.MapGroup("/api/patrols").Require(Role.Staff).MapGet("", async (HttpContext context, EstateLoop loop, PageReads reads) =>
            TypedResults.Ok(ApiPages.Cut(context, await AllAsync(loop, reads)).Select(PatrolBody.Of).ToList())).InPages();
    }

    private static async Task<IResult> PageAsync(HttpContext context, PageContext page)
    {
        var (shown, part) = ListQuery.Of(context).Cut(
            await AllAsync(page.Loop, page.Reads), Shown, one => page.Reads.Names.SearchText(one.Device));
        return await page.ShowAsync<PatrolPage>(context, (nameof(PatrolPage.Patrols), shown), (nameof(PatrolPage.Part), part));
    }

    internal static Task<List<PatrolView>> AllAsync(EstateLoop loop, PageReads reads) => loop.InspectAsync(machine => reads.Model.Inventory
        .Where(one => one.Device.Kind == PatrolKind.KindName)
        .Select(one => new PatrolView(
            one.Device, (PatrolState)machine.StateOf(one.Device)!,
            [.. PatrolKind.CheckpointsOf(one).Where(name => IsSilent(machine.PresenceOf(new(CheckpointKind.KindName, name))))])).ToList());

    private static bool IsSilent(Presence? presence) => presence is null or { IsSilent: true } or { LastSeen: null };
}

internal sealed record VisitBody(string Checkpoint, string At, string Guard);
