using System.Text.Json.Serialization;
using Estate.Domain.Devices;
using Estate.Domain.Parking;
using Estate.Domain.People;
using Estate.Gateway.Pipeline;
using Estate.Web.Shared;

namespace Estate.Web.Parking;

/// <summary>The staff's orders for the car park as an API, each with a person's token, each audited.</summary>
internal static class ParkingEndpoints
{
    internal static void MapParking(this WebApplication app)
    {
        var duty = app.MapGroup("/api/parking").Require(Role.Staff);
        duty.MapPost("/bays/{bay}/close", CloseAsync).Takes(typeof(CloseBody));
        duty.MapPost("/bays/{bay}/reopen", (string bay, HttpContext context, EstateLoop loop, ParkingBoard board) =>
            RequestResults.AskAsync(loop, context, new ReopenBay(Lot(board), bay)));
        duty.MapPost("/sensors/{name}/move", MoveAsync).Takes(typeof(MoveBody));
        duty.MapPost("/permits", IssueAsync).Takes(typeof(PermitBody));
        duty.MapPost("/permits/{id}/end", (string id, HttpContext context, EstateLoop loop, ParkingBoard board) =>
            RequestResults.AskAsync(loop, context, new EndPermit(Lot(board), id)));
        app.MapGroup("/api/parking/rules").Require(Role.Committee).MapPost("", DecideAsync).Takes(typeof(RulesBody));
    }

    private static Task<IResult> CloseAsync(string bay, HttpContext context, EstateLoop loop, ParkingBoard board) =>
        RequestResults.AskAsync(loop, context, ParkingOrders.Default.CloseBody, body => new CloseBay(Lot(board), bay, body.Reason));

    private static Task<IResult> MoveAsync(string name, HttpContext context, EstateLoop loop, ParkingBoard board) =>
        RequestResults.AskAsync(loop, context, ParkingOrders.Default.MoveBody, body =>
            new MoveSensor(Lot(board), new(BaySensorKind.KindName, name), body.Bay));

    private static Task<IResult> IssueAsync(HttpContext context, EstateLoop loop, ParkingBoard board) =>
        RequestResults.AskAsync(loop, context, ParkingOrders.Default.PermitBody, body =>
            new IssuePermit(Lot(board), body.Household, body.Class, body.Days));

    private static Task<IResult> DecideAsync(HttpContext context, EstateLoop loop, ParkingBoard board) =>
        RequestResults.AskAsync(loop, context, ParkingOrders.Default.RulesBody, body =>
            new DecideParkingRules(Lot(board), body.ToPolicy(), body.EffectiveFrom));

    /// <summary>An estate without a car park answers that there is no such device.</summary>
    internal static DeviceId Lot(ParkingBoard board) => board.Lot ?? new(LotKind.KindName, "main");
}

internal sealed record CloseBody(string Reason);

internal sealed record MoveBody(string Bay);

internal sealed record PermitBody(string Household, PermitClass Class, int? Days = null);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, RespectRequiredConstructorParameters = true,
    RespectNullableAnnotations = true,
    AllowDuplicateProperties = false, Converters = [typeof(LocalDateTimeConverter)])]
[JsonSerializable(typeof(CloseBody))]
[JsonSerializable(typeof(MoveBody))]
[JsonSerializable(typeof(PermitBody))]
[JsonSerializable(typeof(RulesBody))]
[JsonSerializable(typeof(TickBody))]
[JsonSerializable(typeof(UndoTickBody))]
internal sealed partial class ParkingOrders : JsonSerializerContext;
