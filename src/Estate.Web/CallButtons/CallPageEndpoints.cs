using Estate.Adapters.Storage.Totals;
using Estate.Domain.CallButtons;
using Estate.Domain.Devices;
using Estate.Domain.People;
using Estate.Gateway.Pipeline;
using Estate.Web.Shared;
using NodaTime;

namespace Estate.Web.CallButtons;

/// <summary>Who calls for help now and whom to phone; taxis; what the months add up to.</summary>
internal static class CallPageEndpoints
{
    private const int Shown = 50, MonthsShown = 12;

    internal static void MapCallPages(this WebApplication app)
    {
        var pages = app.MapGroup(CallButtonsSlice.Path).RequirePage(Role.Staff);
        pages.MapGet("", (HttpContext context, PageContext page, TotalsReader totals) => ShowAsync(context, page, totals, null));
        pages.MapPost("/{name}/end", (HttpContext context, PageContext page, TotalsReader totals, string name) =>
            DoAsync(context, page, totals, name, form => new EndHelp(CallEndpoints.Device(name), form["outcome"].ToString())));
        pages.MapPost("/{name}/taxi/cancel", (HttpContext context, PageContext page, TotalsReader totals, string name) =>
            DoAsync(context, page, totals, name, _ => new CancelTaxi(CallEndpoints.Device(name))));
        pages.MapPost("/{name}/family", (HttpContext context, PageContext page, TotalsReader totals, string name) =>
            DoAsync(context, page, totals, name, form => new NameFamily(
                CallEndpoints.Device(name), form["household"].ToString().Trim(), form["phone"].ToString(), form["consents"] == "yes")));
        pages.MapPost("/{name}/family/forget", (HttpContext context, PageContext page, TotalsReader totals, string name) =>
            DoAsync(context, page, totals, name, form => new ForgetFamily(CallEndpoints.Device(name), form["household"].ToString())));
        // The number stands in the answer alone: never in an address, nor in a page that is opened again.
        pages.MapPost("/{name}/family/show", async (HttpContext context, PageContext page, TotalsReader totals, string name) =>
        {
            var answer = await page.Loop.AskAsync(new ShowFamily(CallEndpoints.Device(name)), RequestResults.NameOf(context));
            return answer.Reason is null ? await ShowAsync(context, page, totals, answer.Text)
                : await RequestResults.RefusedAsync(context, answer.Text, said => ShowAsync(context, page, totals, said));
        });
    }

    internal static Task<List<CallView>> AllAsync(EstateLoop loop, PageReads reads) => loop.InspectAsync(machine => reads.Model.Inventory
        .Where(one => one.Device.Kind == CallButtonKind.KindName)
        .Select(one => new CallView(
            one.Device, (CallButtonState)machine.StateOf(one.Device)!,
            machine.PresenceOf(one.Device) is null or { IsSilent: true } or { LastSeen: null })).ToList());

    internal static IReadOnlyList<CallCounts> Months(TotalsReader totals, PageReads reads)
    {
        var first = new LocalDate(reads.Today.Year, reads.Today.Month, 1).PlusMonths(1 - MonthsShown);
        return CallCounts.ByMonth(totals.ByDay(CallButtonKind.KindName, first, reads.Today));
    }

    private static async Task<IResult> DoAsync(
        HttpContext context, PageContext page, TotalsReader totals, string name, Func<IFormCollection, IDeviceRequest> order) =>
        await RequestResults.AskAtPageAsync(
            page.Loop, context, order(await RequestResults.FormAsync(context)), $"{CallButtonsSlice.Path}#{Uri.EscapeDataString(name)}",
            said => ShowAsync(context, page, totals, said));

    private static async Task<IResult> ShowAsync(HttpContext context, PageContext page, TotalsReader totals, Text? said)
    {
        var all = await AllAsync(page.Loop, page.Reads);
        var (shown, part) = ListQuery.Of(context).Cut(
            all.OrderByDescending(one => one.State.Help is not null).ThenByDescending(one => one.State.Taxi is not null), Shown,
            one => page.Reads.Names.SearchText(one.Device));
        return await page.ShowAsync<CallsPage>(
            context, (nameof(CallsPage.Buttons), shown), (nameof(CallsPage.Part), part), (nameof(CallsPage.Said), said),
            (nameof(CallsPage.Months), Months(totals, page.Reads)));
    }
}
