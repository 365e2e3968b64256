using Estate.Domain.Devices;
using Estate.Domain.Network;
using Estate.Domain.People;
using Estate.Web.Shared;

namespace Estate.Web.Network;

/// <summary>Access points, switches and other boxes for the staff: what is wrong first, by zone, with what hangs behind each.</summary>
internal static class NetworkEndpoints
{
    private const int Shown = 100, AtATime = 200;

    internal static void MapNetwork(this WebApplication app)
    {
        var pages = app.MapGroup(NetworkSlice.Path).RequirePage(Role.Staff);
        pages.MapGet("", PageAsync);
        pages.MapGet("/network.csv", async (HttpContext context, PageContext page) =>
        {
            var language = Language.Of(context);
            return CsvFile.Of("network.csv", (await AllAsync(page)).Select(box => NetworkRow.Of(box, page.Reads, language)));
        });
        app.MapGroup("/api/network").Require(Role.Staff).MapGet("", async (HttpContext context, PageContext page) =>
            TypedResults.Ok(ApiPages.Cut(context, await AllAsync(page)).Select(NetworkBody.Of).ToList())).InPages();
    }

    private static async Task<IResult> PageAsync(HttpContext context, PageContext page)
    {
        var all = await AllAsync(page);
        var (shown, part) = ListQuery.Of(context).Cut(all, Shown, box => page.Reads.Names.SearchText(box.Device));
        return await page.ShowAsync<NetworkPage>(
            context, (nameof(NetworkPage.Boxes), shown), (nameof(NetworkPage.Part), part),
            (nameof(NetworkPage.Reachable), all.Count(box => box.IsHeard)), (nameof(NetworkPage.All), all.Count));
    }

    /// <summary>Some at a time: between them the loop does what it is there for.</summary>
    private static async Task<IReadOnlyList<NetworkView>> AllAsync(PageContext page)
    {
        var (model, boxes, silent) = (page.Reads.Model, new List<NetworkView>(), new HashSet<DeviceId>());
        var policy = model.Alerts.Policy;
        var behind = (from device in policy.Behind.Keys from above in policy.Above(device) select (above, device))
            .ToLookup(pair => pair.above, pair => pair.device);
        foreach (var some in policy.Behind.Keys.Chunk(AtATime))
            silent.UnionWith(await page.Loop.InspectAsync(machine =>
                some.Where(device => machine.PresenceOf(device)?.IsSilent == true).ToList()));
        foreach (var some in model.Inventory.Where(one => one.Device.Kind == NetworkKind.KindName).Chunk(AtATime))
            boxes.AddRange(await page.Loop.InspectAsync(machine => some.Select(one => new NetworkView(
                one.Device, NetworkKind.RoleOf(one), (NetworkState)machine.StateOf(one.Device)!, machine.PresenceOf(one.Device)!,
                machine.Card(one.Device)!.Tone)
            {
                Cause = SilenceCause.Of(one.Device, machine, policy),
                Behind = behind[one.Device].Count(),
                SilentBehind = behind[one.Device].Count(silent.Contains),
            }).ToList()));
        return [.. boxes.OrderByDescending(box => box.Worry)
            .ThenBy(box => page.Reads.Names.PlaceOf(box.Device).Zone ?? "", StringComparer.Ordinal)
            .ThenBy(box => box.Device.Name, StringComparer.Ordinal)];
    }
}
