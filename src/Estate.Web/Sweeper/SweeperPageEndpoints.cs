using System.Globalization;
using Estate.Domain.Devices;
using Estate.Domain.People;
using Estate.Domain.Sweeper;
using Estate.Web.Shared;

namespace Estate.Web.Sweeper;

/// <summary>The sweepers for the staff: what each does, stopped and let go here.</summary>
internal static class SweeperPageEndpoints
{
    internal const string Path = "/staff/sweepers";
    private const int Shown = 20;

    internal static void MapSweeperPages(this WebApplication app)
    {
        var staff = app.MapGroup(Path).RequirePage(Role.Staff);
        staff.MapGet("", (HttpContext context, PageContext page) => PageAsync(context, page, null));
        staff.MapPost("/{name}/stop", async (string name, HttpContext context, PageContext page) =>
            await AskAsync(context, page, new StopSweeper(Of(name), await FieldAsync(context, "reason"))));
        staff.MapPost("/{name}/go", async (string name, HttpContext context, PageContext page) =>
            await AskAsync(context, page, new LetSweeperGo(Of(name), await FieldAsync(context, "reason"))));
        staff.MapPost("/{name}/pause", async (string name, HttpContext context, PageContext page) =>
        {
            // What is no number is refused like one that cannot be.
            var minutes = int.TryParse(
                await FieldAsync(context, "minutes"), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
            return await AskAsync(context, page, new PauseSweeperZone(Of(name), await FieldAsync(context, "zone"), minutes));
        });
        staff.MapPost("/{name}/open", async (string name, HttpContext context, PageContext page) =>
            await AskAsync(context, page, new OpenSweeperZone(Of(name), await FieldAsync(context, "zone"))));
    }

    private static DeviceId Of(string name) => new(SweeperKind.KindName, name);

    private static async Task<string> FieldAsync(HttpContext context, string name) =>
        await RequestResults.FieldAsync(context, name) ?? "";

    private static async Task<IResult> AskAsync(HttpContext context, PageContext page, IDeviceRequest request)
    {
        var answer = await page.Loop.AskAsync(request, RequestResults.NameOf(context));
        if (answer.Reason is not null)
            context.Response.StatusCode = StatusCodes.Status409Conflict;
        return await PageAsync(context, page, answer);
    }

    private static async Task<IResult> PageAsync(HttpContext context, PageContext page, Answer? answer)
    {
        var devices = page.Reads.Model.Inventory.Select(one => one.Device).Where(device => device.Kind == SweeperKind.KindName);
        var (shown, part) = ListQuery.Of(context).Cut(devices, Shown, page.Reads.Names.SearchText);
        var views = await page.Loop.InspectAsync(machine => shown.Select(device =>
            new SweeperView(machine.Card(device)!, (SweeperState)machine.StateOf(device)!)).ToList());
        return await page.ShowAsync<SweeperPage>(
            context, (nameof(SweeperPage.Sweepers), views), (nameof(SweeperPage.Part), part), (nameof(SweeperPage.Said), answer?.Text),
            (nameof(SweeperPage.IsRefused), answer?.Reason is not null));
    }
}

/// <summary>A sweeper at one moment.</summary>
public sealed record SweeperView(StatusCard Card, SweeperState State);
