using System.Text.Json.Serialization;
using Estate.Domain.Devices;
using Estate.Domain.People;
using Estate.Domain.Sweeper;
using Estate.Gateway.Pipeline;
using Estate.Web.Shared;

namespace Estate.Web.Sweeper;

/// <summary>The staff's orders to a sweeper as an API, each with a person's token, each audited.</summary>
internal static class SweeperOrderEndpoints
{
    internal static void MapSweeperOrders(this WebApplication app)
    {
        var staff = app.MapGroup("/api/sweepers/{name}").Require(Role.Staff);
        staff.MapPost("/stop", (string name, HttpContext context, EstateLoop loop) =>
            RequestResults.AskAsync(loop, context, SweeperBodies.Default.SweeperReasonBody, body =>
                new StopSweeper(Of(name), body.Reason))).Takes(typeof(SweeperReasonBody));
        staff.MapPost("/go", (string name, HttpContext context, EstateLoop loop) =>
            RequestResults.AskAsync(loop, context, SweeperBodies.Default.SweeperReasonBody, body =>
                new LetSweeperGo(Of(name), body.Reason))).Takes(typeof(SweeperReasonBody));
        staff.MapPost("/pause", (string name, HttpContext context, EstateLoop loop) =>
            RequestResults.AskAsync(loop, context, SweeperBodies.Default.SweeperPauseBody, body =>
                new PauseSweeperZone(Of(name), body.Zone, body.Minutes))).Takes(typeof(SweeperPauseBody));
    }

    private static DeviceId Of(string name) => new(SweeperKind.KindName, name);
}

internal sealed record SweeperReasonBody(string Reason);

internal sealed record SweeperPauseBody(string Zone, int Minutes);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, RespectRequiredConstructorParameters = true,
    RespectNullableAnnotations = true, AllowDuplicateProperties = false)]
[JsonSerializable(typeof(SweeperReasonBody))]
[JsonSerializable(typeof(SweeperPauseBody))]
internal sealed partial class SweeperBodies : JsonSerializerContext;
