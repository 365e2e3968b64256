using Estate.Domain.People;
using Estate.Domain.Points;
using Estate.Gateway.Pipeline;
using Estate.Web.Shared;

namespace Estate.Web.Points;

/// <summary>The redemption desk as an API. Everything here needs an operator's token.</summary>
internal static class PointsEndpoints
{
    private const int Shown = 100;

    internal static void MapPoints(this WebApplication app)
    {
        var desk = app.MapGroup("/api/points").Require(Role.Staff);
        desk.MapGet("/households/{household}", HouseholdAsync);
        desk.MapPost("/rolls", (ReserveBody body, HttpContext context, EstateLoop loop) =>
            RequestResults.AskAsync(loop, context, new ReserveRoll(body.Household)));
        desk.MapPost("/rolls/{id:guid}/post", (Guid id, HttpContext context, EstateLoop loop) =>
            RequestResults.AskAsync(loop, context, new PostRoll(id)));
        desk.MapPost("/rolls/{id:guid}/void", (Guid id, HttpContext context, EstateLoop loop) =>
            RequestResults.AskAsync(loop, context, new VoidRoll(id)));
        desk.MapPost("/rolls/{id:guid}/undo", (Guid id, HttpContext context, EstateLoop loop) =>
            RequestResults.AskAsync(loop, context, new UndoRoll(id)));
        desk.MapPost("/corrections", (CorrectionBody body, HttpContext context, EstateLoop loop) =>
            RequestResults.AskAsync(loop, context, new ProposeCorrection(body.Household, body.Points, body.Reason)));
        desk.MapPost("/corrections/{id}/approve", (string id, HttpContext context, EstateLoop loop) =>
            RequestResults.AskAsync(loop, context, new ApproveCorrection(id)));
    }

    private static async Task<IResult> HouseholdAsync(string household, PageContext page, Ledger ledger)
    {
        var body = await PointsBody.OfAsync(page, ledger, household, Shown);
        return Results.Ok(new { body.Household, body.Balance, body.Transfers });
    }
}

internal sealed record ReserveBody(string Household);

internal sealed record CorrectionBody(string Household, int Points, string Reason);
