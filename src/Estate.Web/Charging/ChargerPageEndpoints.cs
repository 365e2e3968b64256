using Estate.Adapters.Storage.Totals;
using Estate.Domain.Charging;
using Estate.Domain.Devices;
using Estate.Domain.People;
using Estate.Gateway.Pipeline;
using Estate.Web.Shared;
using Estate.Web.Shared.Charts;

namespace Estate.Web.Charging;

/// <summary>Chargers: free sockets for everybody; curves, starts, stops and limits for staff.</summary>
internal static class ChargerPageEndpoints
{
    internal const string Kind = ChargerKind.KindName;

    private const int Shown = 100;

    /// <summary>Chargers whose proposals the list names, so that its page stays small.</summary>
    private const int Waiting = 20;

    /// <summary>Half a year of a busy charger; each has a curve to read.</summary>
    private const int Exported = 1_500;

    internal static void MapChargerPages(this WebApplication app)
    {
        var everyone = app.MapGroup("").Open();
        everyone.MapGet("/chargers", (HttpContext context, EstateLoop loop, PageReads reads, PageRenderer pages) =>
            ListAsync(context, loop, reads, pages, isStaff: false));
        everyone.MapGet("/chargers/chargers.csv", async (HttpContext context, EstateLoop loop, PageReads reads) =>
            CsvFile.Of("chargers.csv", (await AllAsync(loop, reads)).Select(one => ChargerRow.Of(one, reads, Language.Of(context)))));
        var staff = app.MapGroup("/staff/chargers").RequirePage(Role.Staff);
        staff.MapGet("", (HttpContext context, EstateLoop loop, PageReads reads, PageRenderer pages) =>
            ListAsync(context, loop, reads, pages, isStaff: true));
        staff.MapGet("/sockets.csv", SocketsAsync);
        staff.MapGet("/{name}/sessions.csv", (HttpContext context, string name, PageReads reads) =>
        {
            var language = Language.Of(context);
            return CsvFile.Of(
                $"sessions-{name}.csv",
                reads.Reader.FactsOf<SessionEnded>(Device(name), Exported).Select(one => SessionRow.Of(one, reads, language)));
        });
        staff.MapGet("/energy.csv", (HttpContext context, TotalsReader totals, PageReads reads) =>
            ChartTable.Csv("energy.csv", EnergyChart.Of(totals, reads), Language.Of(context)));
        staff.MapGet("/{name}/energy.csv", (HttpContext context, string name, TotalsReader totals, PageReads reads) =>
            reads.Model.Inventory.Any(one => one.Device == Device(name))
                ? ChartTable.Csv($"energy-{name}.csv", EnergyChart.Of(totals, reads, Device(name)), Language.Of(context))
                : Results.NotFound());
        staff.MapGet("/{name}/{socket:int}/power.csv", PowerCsvAsync);
        staff.MapGet("/{name}", (HttpContext context, PageContext sources, string name) => OneAsync(context, sources, name, null));
        staff.MapPost("/{name}/{socket:int}/start", async (HttpContext context, PageContext sources, string name, int socket) =>
            await DoAsync(
                context, sources, name,
                new StartCharging(
                    Device(name), socket, null, int.TryParse(await RequestResults.FieldAsync(context, "minutes"), out var minutes) ? minutes
                    : null)));
        staff.MapPost("/{name}/{socket:int}/stop", async (HttpContext context, PageContext sources, string name, int socket) =>
            await DoAsync(
                context, sources, name, new StopCharging(Device(name), socket, await RequestResults.FieldAsync(context, "reason") ?? "")));
        MapLongest(staff.MapGroup("/{name}/longest"));
        app.MapChargers();
    }

    /// <summary>How long a charge may take; above ten hours two persons decide.</summary>
    private static void MapLongest(RouteGroupBuilder longest)
    {
        longest.MapPost("", async (HttpContext context, PageContext sources, string name) => await DoAsync(
            context, sources, name, new ConfigureCharger(
                Device(name),
                new Dictionary<string, string> { ["max_minutes"] = await RequestResults.FieldAsync(context, "minutes") ?? "" })));
        longest.MapPost("/{id}/approve", (HttpContext context, PageContext sources, string name, string id) =>
            DoAsync(context, sources, name, new ApproveLongSession(Device(name), id)));
        longest.MapPost("/{id}/withdraw", (HttpContext context, PageContext sources, string name, string id) =>
            DoAsync(context, sources, name, new WithdrawLongSession(Device(name), id)));
    }

    internal static DeviceId Device(string name) => new(Kind, name);

    /// <summary>All chargers by name, with their states.</summary>
    internal static Task<List<ChargerView>> AllAsync(EstateLoop loop, PageReads reads) =>
        loop.InspectAsync(machine => reads.Model.Inventory.Select(one => one.Device)
        .Where(device => device.Kind == Kind)
        .Select(device => new ChargerView(device, (ChargerState)machine.StateOf(device)!, reads.Clock.Uptime)).ToList());

    internal static async Task<ChargerView?> FindAsync(EstateLoop loop, PageReads reads, string name) =>
        await loop.InspectAsync(machine => machine.StateOf(Device(name)) as ChargerState) is { } state
            ? new(Device(name), state, reads.Clock.Uptime) : null;

    private static async Task<IResult> ListAsync(HttpContext context, EstateLoop loop, PageReads reads, PageRenderer pages, bool isStaff)
    {
        var (language, all) = (Language.Of(context), await AllAsync(loop, reads));
        var (shown, part) = ListQuery.Of(context).Cut(all, Shown, one => reads.Names.SearchText(one.Device));
        return await pages.PageAsync<ChargersPage>(new Dictionary<string, object?>
        {
            [nameof(ChargersPage.Language)] = language,
            [nameof(ChargersPage.Estate)] = language.Pick(reads.Model.Name),
            [nameof(ChargersPage.Chargers)] = shown,
            [nameof(ChargersPage.Proposed)] = isStaff ? all.Where(one => one.State.Proposals.Length > 0).Take(Waiting).ToList() : [],
            [nameof(ChargersPage.PriceOf)] = (Func<ChargerView, Text?>)(one => PriceOf(one, reads)),
            [nameof(ChargersPage.Part)] = part,
            [nameof(ChargersPage.Free)] = ChargerView.Sum(all.Select(one => one.Free)),
            [nameof(ChargersPage.Energy)] = isStaff ? EnergyChart.Of(Totals(context), reads) : null,
        });
    }

    internal static Text? PriceOf(ChargerView charger, PageReads reads) =>
        charger.State.Device is { } settings ? Tariff.Of(settings, reads.Zone)?.Describe(reads.Clock.Now) : null;

    private static async Task<IResult> SocketsAsync(HttpContext context, EstateLoop loop, PageReads reads)
    {
        var language = Language.Of(context);
        var rows = from charger in await AllAsync(loop, reads)
                   from socket in charger.State.Sockets
                   select SocketRow.Of(
            charger, socket, reads, language);
        return CsvFile.Of("sockets.csv", rows);
    }

    private static TotalsReader Totals(HttpContext context) => context.RequestServices.GetRequiredService<TotalsReader>();

    private static async Task<IResult> PowerCsvAsync(HttpContext context, string name, int socket, EstateLoop loop, PageReads reads) =>
        (await FindAsync(loop, reads, name))?.State.SocketAt(socket)?.Session is { } session
            ? ChartTable.Csv($"power-{name}-{socket}.csv", PowerChart.Of(session, socket, reads.Zone), Language.Of(context))
            : Results.NotFound();

    private static async Task<IResult> OneAsync(HttpContext context, PageContext sources, string name, Text? said)
    {
        if (await FindAsync(sources.Loop, sources.Reads, name) is not { } charger)
            return Results.NotFound();
        var language = Language.Of(context);
        return await sources.Pages.PageAsync<ChargerPage>(new Dictionary<string, object?>
        {
            [nameof(ChargerPage.Language)] = language,
            [nameof(ChargerPage.Estate)] = language.Pick(sources.Reads.Model.Name),
            [nameof(ChargerPage.Charger)] = charger,
            [nameof(ChargerPage.Who)] = RequestResults.NameOf(context),
            [nameof(ChargerPage.Ended)] = sources.Reads.Reader.FactsOf<SessionEnded>(charger.Device, 50),
            [nameof(ChargerPage.Energy)] = EnergyChart.Of(Totals(context), sources.Reads, charger.Device),
            [nameof(ChargerPage.Zone)] = sources.Reads.Zone,
            [nameof(ChargerPage.Said)] = said,
        });
    }

    private static Task<IResult> DoAsync(HttpContext context, PageContext sources, string name, IDeviceRequest request) =>
        RequestResults.AskAtPageAsync(sources.Loop, context, request, "/staff/chargers/" + Uri.EscapeDataString(name), said =>
            OneAsync(context, sources, name, said));
}

/// <param name="Free">Empty where nobody can say.</param>
internal sealed record ChargerRow(string Charger, int? Free, int? InUse, int? Off, int NotKnown)
{
    internal static ChargerRow Of(ChargerView one, PageReads reads, Language language) =>
        new(language.Pick(reads.Names.Of(one.Device)), OrEmpty(one.Free), OrEmpty(one.InUse), OrEmpty(one.Off), one.NotKnown);

    private static int? OrEmpty(DoubtfulCount count) => count.IsUnknown ? null : count.Number;
}
