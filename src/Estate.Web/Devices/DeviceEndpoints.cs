using Estate.Domain.Devices;
using Estate.Domain.People;
using Estate.Web.Shared;

namespace Estate.Web.Devices;

/// <summary>The same as an API.</summary>
internal static class DeviceEndpoints
{
    internal static void MapDevices(this WebApplication app)
    {
        var api = app.MapGroup("/api/inventory").Require(Role.Staff, Role.Engineer, Role.Administrator);
        api.MapGet("", async (HttpContext context, PageContext sources, DeviceAdministration desk) =>
        {
            var cards = await sources.Loop.CardsAsync(ApiPages.Cut(context, await sources.Loop.DevicesAsync()));
            return TypedResults.Ok(InventoryBody.Of(cards, desk.Next, desk));
        }).InPages();
        api.MapPost("/restart", (HttpContext context, DeviceAdministration desk) =>
            desk.RestartAfter(context) is { } problem ? Answer(problem) : Results.Accepted());
        FoundEndpoints.Map(api.MapGroup("/found"));
        MapDevice(api.MapGroup("/{kind}/{name}"));
    }

    private static void MapDevice(RouteGroupBuilder one)
    {
        one.MapPut("", async (
                string kind, string name, Dictionary<string, string?> settings, HttpContext context, DeviceAdministration desk) =>
            Answer(await desk.PutAsync($"{kind}/{name}", settings, RequestResults.NameOf(context)), desk.IsWaiting($"{kind}/{name}")));
        one.MapPost("/retire", (string kind, string name, ReasonBody body, HttpContext context, DeviceAdministration desk) =>
            desk.Find($"{kind}/{name}") is null ? Results.NotFound()
                : Answer(desk.Retire($"{kind}/{name}", body.Reason, RequestResults.NameOf(context))));
        one.MapPost("/undo", (string kind, string name, HttpContext context, DeviceAdministration desk) =>
            Answer(desk.Undo($"{kind}/{name}", RequestResults.NameOf(context))));
        one.MapPost("/replace", async (string kind, string name, ReasonBody body, HttpContext context, DeviceAdministration desk) =>
            RequestResults.Reply(await desk.ReplaceAsync(new(kind, name), body.Reason, RequestResults.NameOf(context))));
        one.MapGet("/history", (string kind, string name, string? window, DeviceHistory history) =>
            Results.Ok(history.Of(new(kind, name), DeviceHistory.WindowOf(window))));
        one.MapPost("/access", (string kind, string name, HttpContext context, DeviceAdministration desk) =>
            desk.Access($"{kind}/{name}", context.Request.Host.Host, RequestResults.NameOf(context)) is { } access
                ? Results.Ok(AccessBody.Of(access)) : Results.NotFound());
    }

    internal static IResult Answer(Text? problem, bool needsRestart = true) =>
        problem is { } text ? new ApiProblem("refused", text, StatusCodes.Status409Conflict)
        : Results.Ok(new SavedBody("saved", needsRestart));
}

internal sealed record ReasonBody(string Reason);

internal sealed record SavedBody(string Result, bool NeedsRestart);

internal sealed record AccessBody(string User, string Password, string Host, int Port, string Topic, string Link)
{
    internal static AccessBody Of(DeviceAccess access) =>
        new(access.Settings.Device.Name, access.Password, access.Host, access.Port, access.Topic, access.Link);
}

/// <summary><paramref name="Settings"/> are those of the next start; null for a device that will be gone.</summary>
internal sealed record DeviceBody(
    string Device, string State, string? LastSeen, bool? IsOnline, double? BatteryPct, string? Firmware,
    IReadOnlyDictionary<string, string>? Settings);

internal sealed record WaitingBody(string Device, Text What);
