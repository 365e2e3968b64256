using Estate.Domain.Devices;
using Estate.Domain.People;
using Estate.Gateway.People;
using Estate.Web.Shared;
using Estate.Web.Shared.Charts;

namespace Estate.Web.Devices;

/// <summary>Every device for the people who look after them: health, settings, password; added, replaced and retired here.</summary>
internal static class DevicePageEndpoints
{
    internal const string All = "all";
    private const string Path = "/staff/devices";
    private const int Shown = 100;

    /// <summary>Rows of found devices above the estate's own.</summary>
    private const int FoundInList = 10;

    internal static void MapDevicePages(this WebApplication app)
    {
        var pages = app.MapGroup(Path).RequirePage(Role.Staff, Role.Engineer, Role.Administrator);
        pages.MapGet("", (HttpContext context, PageContext sources, DeviceAdministration desk) => ListAsync(context, sources, desk, null));
        pages.MapGet("/devices.csv", CsvAsync);
        pages.MapPost("/restart", RestartAsync);
        pages.MapGet("/new", (HttpContext context, PageContext sources, DeviceAdministration desk) =>
            OneAsync(context, sources, desk, ("", ""), null));
        pages.MapPost("/new", SaveNewAsync);
        pages.MapGet("/{kind}/{name}", (string kind, string name, HttpContext context, PageContext sources, DeviceAdministration desk) =>
            OneAsync(context, sources, desk, (kind, name), null));
        pages.MapPost("/{kind}/{name}", SaveAsync);
        pages.MapGet("/{kind}/{name}/curves.csv", CurvesCsv);
        pages.MapPost(
            "/{kind}/{name}/retire", (string kind, string name, HttpContext context, PageContext sources, DeviceAdministration desk) =>
            AfterAsync(context, sources, desk, (kind, name), (form, by) =>
                Task.FromResult(desk.Retire($"{kind}/{name}", form["reason"].ToString(), by)), Path));
        pages.MapPost(
            "/{kind}/{name}/undo", (string kind, string name, HttpContext context, PageContext sources, DeviceAdministration desk) =>
            AfterAsync(context, sources, desk, (kind, name), (_, by) => Task.FromResult(desk.Undo($"{kind}/{name}", by)), Path));
        pages.MapPost(
            "/{kind}/{name}/replace", (string kind, string name, HttpContext context, PageContext sources, DeviceAdministration desk) =>
            AfterAsync(context, sources, desk, (kind, name), async (form, by) =>
                await desk.ReplaceAsync(new(kind, name), form["reason"].ToString(), by) is { Reason: not null } no ? no.Text : null,
                $"{Path}/{kind}/{name}"));
        pages.MapPost("/{kind}/{name}/access", AccessAsync);
        app.MapDevices();
    }

    private static async Task<IResult> ListAsync(HttpContext context, PageContext sources, DeviceAdministration desk, Text? problem)
    {
        var found = context.RequestServices.GetRequiredService<Adoption>();
        var (kinds, kind, query) = (await sources.Loop.KindsAsync(), context.Request.Query["kind"].ToString(), ListQuery.Of(context));
        if (kind is not ("" or All) && kinds.TrueForAll(one => one.Kind != kind))
            throw BadQueryException.Of("kind", "没有这种设备", "there are no devices of this kind");
        var (words, all) = (await sources.Loop.WordsAsync(sources.Reads.Names), await sources.Loop.DevicesAsync());
        var devices = all.Where(device => kind is "" or All || device.Kind == kind);
        // Who needs a look is known only when all are looked at; otherwise one page of them is.
        var (shown, part) = kind.Length == 0
            ? query.Cut(
                (await sources.Loop.CardsAsync(devices)).Where(card => card.Tone != Tone.Good).Select(card => card.Device), Shown, words)
            : query.Cut(devices, Shown, words);
        return await sources.ShowAsync<DeviceListPage>(
            context, (nameof(DeviceListPage.Kinds), kinds), (nameof(DeviceListPage.Problem), problem), (nameof(DeviceListPage.Kind), kind),
            (nameof(DeviceListPage.Waiting), desk.Waiting), (nameof(DeviceListPage.Part), part),
            (nameof(DeviceListPage.IsForEngineer), Callers.Of(context).Roles.Contains(Role.Engineer)),
            (nameof(DeviceListPage.Found), found.Rows(FoundInList)), (nameof(DeviceListPage.FoundInAll), found.Count),
            (nameof(DeviceListPage.Cards), await sources.Loop.CardsAsync(shown)));
    }

    private static async Task<IResult> CsvAsync(HttpContext context, PageContext sources)
    {
        var (language, cards) = (Language.Of(context), await sources.Loop.CardsAsync(await sources.Loop.DevicesAsync()));
        return CsvFile.Of("devices.csv", cards.Select(card => DeviceRow.Of(card, sources.Reads, language)));
    }

    private static async Task<IResult> OneAsync(
        HttpContext context, PageContext sources, DeviceAdministration desk, (string Kind, string Name) of, Text? problem,
        string? typed = null)
    {
        var id = $"{of.Kind}/{of.Name}";
        var (device, settings) = (new DeviceId(of.Kind, of.Name), desk.Find(id));
        var (card, cause) = await sources.Loop.InspectAsync(machine => (
            machine.Card(device), SilenceCause.Of(device, machine, sources.Reads.Model.Alerts.Policy)));
        if (of.Kind.Length > 0 && card is null && settings is null)
            return Results.NotFound();
        if (problem is not null)
            context.Response.StatusCode = StatusCodes.Status409Conflict;
        return await sources.ShowAsync<DevicePage>(
            context, (nameof(DevicePage.Card), card), (nameof(DevicePage.Cause), cause),
            (nameof(DevicePage.Id), of.Kind.Length > 0 ? id : null),
            (nameof(DevicePage.Settings), typed ?? DeviceLines.Write(settings)), (nameof(DevicePage.IsThere), settings is not null),
            (nameof(DevicePage.Problem), problem),
            (nameof(DevicePage.Waiting), desk.IsWaiting(id)),
            (nameof(DevicePage.Window), DeviceHistory.WindowOf(context.Request.Query["window"])),
            (nameof(DevicePage.Charts), card is null ? [] : ChartsOf(context, sources, card.Device)),
            (nameof(DevicePage.Kinds), (await sources.Loop.KindsAsync()).Select(one => (one.Kind, one.Title)).ToList()));
    }

    private static IReadOnlyList<Chart> ChartsOf(HttpContext context, PageContext sources, DeviceId device) =>
        context.RequestServices.GetRequiredService<DeviceCharts>()
            .Of(device, DeviceHistory.WindowOf(context.Request.Query["window"]), sources.Reads.Zone);

    private static IResult CurvesCsv(string kind, string name, string curve, HttpContext context, PageContext sources) =>
        ChartsOf(context, sources, new(kind, name)).FirstOrDefault(one => one.Id == curve) is { } chart
            ? ChartTable.Csv($"{name}-{chart.Id}.csv", chart, Language.Of(context)) : Results.NotFound();

    private static async Task<IResult> SaveNewAsync(HttpContext context, PageContext sources, DeviceAdministration desk)
    {
        var form = await RequestResults.FormAsync(context);
        var (kind, name, lines) = (form["kind"].ToString().Trim(), form["name"].ToString().Trim(), form["settings"].ToString());
        var problem = desk.Find($"{kind}/{name}") is not null ? new Text("已经有这个设备", "There is this device already")
            : await DeviceLines.SaveAsync(desk, $"{kind}/{name}", lines, RequestResults.NameOf(context));
        return problem is null ? Results.LocalRedirect($"{Path}/{Uri.EscapeDataString(kind)}/{Uri.EscapeDataString(name)}")
            : await OneAsync(context, sources, desk, ("", ""), problem, lines);
    }

    private static async Task<IResult> SaveAsync(
        string kind, string name, HttpContext context, PageContext sources, DeviceAdministration desk)
    {
        var lines = (await RequestResults.FormAsync(context))["settings"].ToString();
        return desk.Find($"{kind}/{name}") is null ? Results.NotFound()
            : await DeviceLines.SaveAsync(desk, $"{kind}/{name}", lines, RequestResults.NameOf(context)) is { } problem
                ? await OneAsync(context, sources, desk, (kind, name), problem, lines) : Results.LocalRedirect(Path);
    }

    private static async Task<IResult> AfterAsync(
        HttpContext context, PageContext sources, DeviceAdministration desk, (string Kind, string Name) of,
        Func<IFormCollection, string, Task<Text?>> change, string next)
    {
        if (desk.Find($"{of.Kind}/{of.Name}") is null
            && await sources.Loop.InspectAsync(machine => machine.Card(new(of.Kind, of.Name))) is null)
            return Results.NotFound();
        var problem = await change(await RequestResults.FormAsync(context), RequestResults.NameOf(context));
        return problem is null ? Results.LocalRedirect(next) : await OneAsync(context, sources, desk, of, problem);
    }

    private static async Task<IResult> AccessAsync(
        string kind, string name, HttpContext context, PageContext sources, DeviceAdministration desk)
    {
        return desk.Access($"{kind}/{name}", context.Request.Host.Host, RequestResults.NameOf(context)) is { } access
            ? await sources.ShowAsync<DeviceAccessPage>(context, (nameof(DeviceAccessPage.Access), access))
            : desk.WhyNoPassword($"{kind}/{name}") is { } why ? await OneAsync(context, sources, desk, (kind, name), why)
            : Results.NotFound();
    }

    /// <summary>The browser reloads on its own, also where the gateway stopped before its scripts arrived.</summary>
    private static async Task<IResult> RestartAsync(HttpContext context, PageContext sources, DeviceAdministration desk)
    {
        if (desk.RestartAfter(context) is { } problem)
            return await RequestResults.RefusedAsync(context, problem, said => ListAsync(context, sources, desk, said));
        context.Response.Headers["Refresh"] = $"8;url={Path}";
        return await sources.ShowAsync<RestartPage>(context);
    }
}
