using System.Text.Json.Serialization;
using Estate.Domain.Devices;
using Estate.Domain.Garage;
using Estate.Domain.People;
using Estate.Gateway.Pipeline;
using Estate.Web.Shared;

namespace Estate.Web.Garage;

/// <summary>The staff's orders for a garage as an API, each with a person's token, each audited.</summary>
internal static class GarageOrderEndpoints
{
    internal static void MapGarageOrders(this WebApplication app)
    {
        var staff = app.MapGroup("/api/garages/{name}").Require(Role.Staff);
        staff.MapPost("/count", (string name, HttpContext context, EstateLoop loop) =>
            RequestResults.AskAsync(loop, context, GarageOrders.Default.BikeCountBody, body =>
                new CountBikes(Of(name), body.Bicycles, body.EBikes))).Takes(typeof(BikeCountBody));
        staff.MapPost("/permits", (string name, HttpContext context, EstateLoop loop) =>
            RequestResults.AskAsync(loop, context, GarageOrders.Default.BikePermitBody, body =>
                new IssueBikePermit(Of(name), body.Household, body.Days))).Takes(typeof(BikePermitBody));
        staff.MapPost("/permits/{id}/end", (string name, string id, HttpContext context, EstateLoop loop) =>
            RequestResults.AskAsync(loop, context, new EndBikePermit(Of(name), id)));
    }

    private static DeviceId Of(string name) => new(GarageKind.KindName, name);
}

internal sealed record BikeCountBody(int Bicycles, int EBikes);

internal sealed record BikePermitBody(string Household, int? Days = null);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, RespectRequiredConstructorParameters = true,
    RespectNullableAnnotations = true, AllowDuplicateProperties = false)]
[JsonSerializable(typeof(BikeCountBody))]
[JsonSerializable(typeof(BikePermitBody))]
internal sealed partial class GarageOrders : JsonSerializerContext;
