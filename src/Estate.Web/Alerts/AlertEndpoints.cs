using System.Text.Json.Serialization;
using Estate.Adapters.Storage;
using Estate.Domain.Alerts;
using Estate.Domain.People;
using Estate.Gateway.Pipeline;
using Estate.Web.Shared;

namespace Estate.Web.Alerts;

/// <summary>Alerts as an API for staff's programs.</summary>
internal sealed class AlertEndpoints(EstateLoop loop, AlertBoard board, AlertReader alerts)
{
    private const int MaxClosed = 1000;

    internal void Map(WebApplication app)
    {
        var staff = app.MapGroup("/api/alerts").Require(Role.Staff);
        staff.MapGet("", (HttpContext context, int? closed) => Results.Ok(new
        {
            Open = ApiPages.Cut(context, board.Current?.Open ?? []).Select(AlertViews.Json),
            Closed = QueryNumber.Within(closed is 0 ? null : closed, "closed", MaxClosed) is { } newest
                ? alerts.Closed(newest).Select(AlertViews.Json) : null,
        })).InPages();
        staff.MapGet("/{id}", (string id) => alerts.Find(id) is { } alert
            ? Results.Ok(new { Alert = AlertViews.Json(alert), Deliveries = alerts.DeliveriesOf(id) })
            : ApiProblem.Of("no_such_alert", $"没有报警 {id}", $"there is no alert {id}", StatusCodes.Status404NotFound));
        staff.MapPost("/{id}/acknowledge", (string id, HttpContext context) =>
            RequestResults.AskAsync(loop, context, AlertBodies.Default.NoteBody, body =>
                new AcknowledgeAlert(id, body.Note))).Takes(typeof(NoteBody));
        staff.MapPost("/{id}/reset", (string id, HttpContext context) =>
            RequestResults.AskAsync(loop, context, AlertBodies.Default.FoundBody, body =>
                new ResetAlert(id, body.Reason))).Takes(typeof(FoundBody));
        staff.MapPost("/hand-over", Task<IResult> (HttpContext context) =>
            RequestResults.AskAsync(loop, context, AlertBodies.Default.HandOverBody, body =>
                new HandOverShift(body.To, body.Note))).Takes(typeof(HandOverBody));
    }
}

internal sealed record NoteBody(string? Note = null);

internal sealed record FoundBody(string Reason);

internal sealed record HandOverBody(string To, string? Note = null);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, RespectRequiredConstructorParameters = true,
    RespectNullableAnnotations = true, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(NoteBody))]
[JsonSerializable(typeof(FoundBody))]
[JsonSerializable(typeof(HandOverBody))]
internal sealed partial class AlertBodies : JsonSerializerContext;
