using Estate.Domain.Devices;
using Estate.Domain.Parking;
using Estate.Domain.People;
using Estate.Gateway.Pipeline;
using Estate.Web.Shared;

namespace Estate.Web.Parking;

/// <summary>The visitors' and permits' desk: who may park, until when, for what fee.</summary>
internal static class PermitPages
{
    private const string Path = "/staff/permits";

    internal static void MapPermits(this WebApplication app)
    {
        var staff = app.MapGroup(Path).RequirePage(Role.Staff);
        staff.MapGet("", (HttpContext context, PermitSources sources) => PageAsync(context, sources, null));
        staff.MapPost("/issue", IssueAsync);
        staff.MapPost("/{id}/end", (string id, HttpContext context, PermitSources sources) => AskAsync(context, sources, new EndPermit(ParkingDesk.Lot(sources.Board), id)));
        staff.MapGet("/permits.csv", async (HttpContext context, PermitSources sources) =>
            CsvFile.Of("permits.csv", (await InForceAsync(sources)).Select(one => new PermitRow(one.Id, one.Household, Language.Of(context).Pick(PermitWords.Of(one.Class)), Words.Minute(one.From, sources.Reads.Zone), one.Until is { } until ? Words.Minute(until, sources.Reads.Zone) : ""))));
    }

    private static async Task<IResult> IssueAsync(HttpContext context, PermitSources sources)
    {
        var form = await OperatorDesk.FormAsync(context);
        var kind = Enum.GetValues<PermitClass>().FirstOrDefault(one => Words.Of(one) == form["class"].ToString(), PermitClass.Visitor);
        int? days = int.TryParse(form["days"].ToString(), System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var number) ? number : null;
        return await AskAsync(context, sources, new IssuePermit(ParkingDesk.Lot(sources.Board), form["household"].ToString().Trim(), kind, kind == PermitClass.Resident ? null : days));
    }

    /// <summary>The answer stays on the page: it says the fee.</summary>
    private static async Task<IResult> AskAsync(HttpContext context, PermitSources sources, IDeviceRequest request)
    {
        var answer = await sources.Loop.AskAsync(request, OperatorDesk.NameOf(context));
        if (answer.Reason is not null)
            context.Response.StatusCode = StatusCodes.Status409Conflict;
        return await PageAsync(context, sources, answer);
    }

    private static async Task<List<Permit>> InForceAsync(PermitSources sources)
    {
        var now = sources.Reads.Clock.Now;
        return await sources.Loop.InspectAsync(machine => machine.StateOf(ParkingDesk.Lot(sources.Board)) as LotState) is { } state ? [.. state.Permits.Where(one => one.IsInForce(now)).Reverse()] : [];
    }

    private static async Task<IResult> PageAsync(HttpContext context, PermitSources sources, Answer? answer) => await sources.Pages.PageAsync<PermitsPage>(context, sources.Reads,
        (nameof(PermitsPage.InForce), await InForceAsync(sources)), (nameof(PermitsPage.Said), answer?.Text), (nameof(PermitsPage.IsRefused), answer?.Reason is not null));
}

/// <summary>What the permits' desk looks at.</summary>
internal sealed record PermitSources(EstateLoop Loop, ParkingBoard Board, PageReads Reads, PageRenderer Pages);

internal static class PermitWords
{
    internal static Text Of(PermitClass kind) => kind switch
    {
        PermitClass.Resident => new("业主固定车", "resident's car"),
        PermitClass.Rented => new("月租", "rented by the month"),
        _ => new("访客", "visitor"),
    };
}

internal sealed record PermitRow(string Id, string Household, string Class, string From, string Until);
