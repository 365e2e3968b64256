using Estate.Domain.Parking;
using Estate.Domain.People;
using Estate.Gateway.Pipeline;
using Estate.Web.Shared;

namespace Estate.Web.Parking;

/// <summary>The walk along the bays as an API: for those who count with a program of their own.</summary>
internal static class AuditEndpoints
{
    private const int MaxWalks = 100;

    internal static void MapAudit(this WebApplication app)
    {
        var duty = app.MapGroup("/api/parking/audit").Require(Role.Staff);
        duty.MapGet("", SumAsync);
        duty.MapGet("/sensors", (HttpContext context, ParkingBoard board, PageReads reads) => TypedResults.Ok(ApiPages.Cut(
                context, AuditView.Tally(reads, ParkingEndpoints.Lot(board)).Sensors)
            .Select(one => new SensorScoreBody(one.Bay, one.Sensor, ScoreBody.Of(one.Score))).ToList())).InPages();
        duty.MapPost("/ticks", (HttpContext context, EstateLoop loop, ParkingBoard board) =>
            RequestResults.AskAsync(loop, context, ParkingOrders.Default.TickBody, body =>
                new AuditBay(ParkingEndpoints.Lot(board), body.Bay, body.Occupied, body.JustChanged))).Takes(typeof(TickBody));
        duty.MapPost("/undo", (HttpContext context, EstateLoop loop, ParkingBoard board) =>
            RequestResults.AskAsync(loop, context, ParkingOrders.Default.UndoTickBody, body =>
                new UndoAuditedBay(ParkingEndpoints.Lot(board), body.Bay, body.JustChanged))).Takes(typeof(UndoTickBody));
        duty.MapPost("/end", (HttpContext context, EstateLoop loop, ParkingBoard board) =>
            RequestResults.AskAsync(loop, context, new EndBayAudit(ParkingEndpoints.Lot(board))));
    }

    private static async Task<IResult> SumAsync(EstateLoop loop, ParkingBoard board, PageReads reads)
    {
        var lot = ParkingEndpoints.Lot(board);
        var (view, tally) = (await AuditView.OfAsync(loop, lot, reads.Clock.Now), AuditView.Tally(reads, lot));
        return Results.Ok(new AuditBody(
            view.Audit?.Number, view.Done, view.Bays.Count, ScoreBody.Of(tally.All),
            [.. tally.Walks.Take(MaxWalks).Select(walk => new WalkBody(walk.Audit, walk.From.ToString(), ScoreBody.Of(walk.Score)))]));
    }
}
