using Estate.Domain.Devices;
using Estate.Domain.Lifts;
using Estate.Domain.People;
using Estate.Gateway.Pipeline;
using Estate.Web.Shared;

namespace Estate.Web.Lifts;

/// <summary>Which lift runs, for everybody; what it does and when its firm is due, for staff. Nothing here moves one.</summary>
internal static class LiftEndpoints
{
    private const int Shown = 50;

    internal static void MapLifts(this WebApplication app)
    {
        app.MapGroup("").Open().MapGet("/lifts", (HttpContext context, PageContext page) =>
            ShowAsync(context, page, isStaff: false, null));
        var staff = app.MapGroup(LiftsSlice.Path).RequirePage(Role.Staff);
        staff.MapGet("", (HttpContext context, PageContext page) => ShowAsync(context, page, isStaff: true, null));
        staff.MapPost("/{name}/maintenance", async (HttpContext context, PageContext page, string name) =>
            await RequestResults.AskAtPageAsync(
                page.Loop, context,
                new RecordLiftMaintenance(
                    Device(name), await RequestResults.FieldAsync(context, "firm") ?? "", await RequestResults.FieldAsync(context, "day")),
                $"{LiftsSlice.Path}#{name}", said => ShowAsync(context, page, isStaff: true, said)));
        var api = app.MapGroup("/api/lifts").Require(Role.Staff);
        api.MapGet("", async (HttpContext context, EstateLoop loop, PageReads reads) =>
            TypedResults.Ok(ApiPages.Cut(context, await AllAsync(loop, reads)).Select(LiftBody.Of).ToList())).InPages();
        api.MapPost("/{name}/maintenance", (string name, HttpContext context, EstateLoop loop) =>
            RequestResults.AskAsync(loop, context, LiftBodies.Default.MaintenanceBody, body =>
                new RecordLiftMaintenance(Device(name), body.Firm, body.Day))).Takes(typeof(MaintenanceBody));
    }

    internal static Task<List<LiftView>> AllAsync(EstateLoop loop, PageReads reads) => loop.InspectAsync(machine => reads.Model.Inventory
        .Where(one => one.Device.Kind == LiftKind.KindName)
        .Select(one =>
        {
            var state = (LiftState)machine.StateOf(one.Device)!;
            return new LiftView(
                one.Device, state, machine.PresenceOf(one.Device) is null or { IsSilent: true } or { LastSeen: null },
                LiftUpkeep.DueOn(state, one, reads.Zone));
        }).ToList());

    private static DeviceId Device(string name) => new(LiftKind.KindName, name);

    private static async Task<IResult> ShowAsync(HttpContext context, PageContext page, bool isStaff, Text? said)
    {
        var all = await AllAsync(page.Loop, page.Reads);
        var (shown, part) = ListQuery.Of(context).Cut(
            all.OrderByDescending(one => one.State.Situation), Shown, one => page.Reads.Names.SearchText(one.Device));
        return await page.ShowAsync<LiftsPage>(
            context, (nameof(LiftsPage.Lifts), shown), (nameof(LiftsPage.Part), part), (nameof(LiftsPage.IsStaff), isStaff),
            (nameof(LiftsPage.Today), page.Reads.Today), (nameof(LiftsPage.Said), said));
    }
}
