using Estate.Adapters.Storage;
using Estate.Domain.Devices;
using Estate.Domain.Points;
using Estate.Gateway.Pipeline;

namespace Estate.Gateway.Web;

/// <summary>The redemption desk as an API. Everything here needs an operator's token.</summary>
internal static class PointsEndpoints
{
    internal static void MapPoints(this WebApplication app)
    {
        var desk = app.MapGroup("/api/points").AddEndpointFilter(RequireOperatorAsync);
        desk.MapGet("/households/{household}", HouseholdAsync);
        desk.MapPost("/rolls", (ReserveBody body, HttpContext context, EstateLoop loop) => AskAsync(loop, context, new ReserveRoll(body.Household)));
        desk.MapPost("/rolls/{id:guid}/post", (Guid id, HttpContext context, EstateLoop loop) => AskAsync(loop, context, new PostRoll(id)));
        desk.MapPost("/rolls/{id:guid}/void", (Guid id, HttpContext context, EstateLoop loop) => AskAsync(loop, context, new VoidRoll(id)));
        desk.MapPost("/corrections", (CorrectionBody body, HttpContext context, EstateLoop loop) =>
            AskAsync(loop, context, new ProposeCorrection(body.Household, body.Points, body.Reason)));
        desk.MapPost("/corrections/{id}/approve", (string id, HttpContext context, EstateLoop loop) => AskAsync(loop, context, new ApproveCorrection(id)));
    }

    private static async ValueTask<object?> RequireOperatorAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var who = context.HttpContext.RequestServices.GetRequiredService<Operators>().Identify(context.HttpContext.Request);
        if (who is null)
            return Results.Json(new { reason = "token_needed", detail = "send Authorization: Bearer TOKEN with a token of secrets/operators.csv" }, statusCode: 401);
        context.HttpContext.Items[nameof(Operators)] = who;
        return await next(context);
    }

    private static async Task<IResult> HouseholdAsync(string household, EstateLoop loop, Ledger ledger, EstateReader reader)
    {
        var account = AccountId.Household(household);
        var balance = await loop.InspectAsync(_ => ledger.BalanceOf(account));
        var transfers = reader.Transfers(account, 100).Select(one => new
        {
            Id = one.Id.ToString("D"),
            At = one.At.ToString(),
            Points = one.Credit == account ? one.Points : -one.Points,
            Code = one.Code.ToString().ToLowerInvariant(),
            one.Reference,
            one.By,
        });
        return Results.Ok(new { Household = household, Balance = balance, Transfers = transfers });
    }

    private static async Task<IResult> AskAsync(EstateLoop loop, HttpContext context, IRequest request)
    {
        var answer = await loop.AskAsync(request, (string)context.Items[nameof(Operators)]!);
        var body = new { answer.Result, answer.Reason, Id = answer.Reason is null ? answer.Detail : null, Detail = answer.Reason is null ? null : answer.Detail, Text = new { answer.Text.Zh, answer.Text.En }, Numbers = answer.Numbers.ToDictionary(pair => pair.Name, pair => pair.Value) };
        return Results.Json(body, statusCode: answer.Reason is null ? 200 : 409);
    }
}

internal sealed record ReserveBody(string Household);

internal sealed record CorrectionBody(string Household, int Points, string Reason);
