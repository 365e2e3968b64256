using System.Text.Json.Serialization;
using Estate.Domain.Devices;
using Estate.Domain.Parking;
using Estate.Gateway.Pipeline;

namespace Estate.Gateway.Web.Pages;

/// <summary>The staff's orders for the car park as an API, each with a person's token, each audited.</summary>
internal static class ParkingDesk
{
    internal static void MapParkingDesk(this WebApplication app)
    {
        var duty = app.MapGroup("/api/parking").Require(OperatorRole.Staff);
        duty.MapPost("/bays/{bay}/close", CloseAsync);
        duty.MapPost("/bays/{bay}/reopen", (string bay, HttpContext context, EstateLoop loop, ParkingBoard board) => OperatorDesk.AskAsync(loop, context, new ReopenBay(Lot(board), bay)));
        duty.MapPost("/sensors/{name}/move", MoveAsync);
    }

    private static async Task<IResult> CloseAsync(string bay, HttpContext context, EstateLoop loop, ParkingBoard board)
    {
        var (body, problem) = await OperatorDesk.ReadAsync(context, ParkingOrders.Default.CloseBody);
        return problem ?? await OperatorDesk.AskAsync(loop, context, new CloseBay(Lot(board), bay, body!.Reason));
    }

    private static async Task<IResult> MoveAsync(string name, HttpContext context, EstateLoop loop, ParkingBoard board)
    {
        var (body, problem) = await OperatorDesk.ReadAsync(context, ParkingOrders.Default.MoveBody);
        return problem ?? await OperatorDesk.AskAsync(loop, context, new MoveSensor(Lot(board), new(SensorKind.KindName, name), body!.Bay));
    }

    /// <summary>An estate without a car park answers that there is no such device.</summary>
    private static DeviceId Lot(ParkingBoard board) => board.Lot ?? new(LotKind.KindName, "main");
}

internal sealed record CloseBody(string Reason);

internal sealed record MoveBody(string Bay);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, RespectRequiredConstructorParameters = true, RespectNullableAnnotations = true,
    AllowDuplicateProperties = false)]
[JsonSerializable(typeof(CloseBody))]
[JsonSerializable(typeof(MoveBody))]
internal sealed partial class ParkingOrders : JsonSerializerContext;
