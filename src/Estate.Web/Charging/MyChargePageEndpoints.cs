using Estate.Domain.Charging;
using Estate.Domain.Devices;
using Estate.Domain.People;
using Estate.Gateway.People;
using Estate.Web.Shared;
using Estate.Web.Shared.Charts;

namespace Estate.Web.Charging;

/// <summary>A household's own bike, while it charges.</summary>
internal static class MyChargePageEndpoints
{
    internal static void MapMyCharge(this WebApplication app)
    {
        var mine = app.MapGroup("/my/charge").RequirePage(Role.Resident);
        mine.MapGet("", PageAsync);
        mine.MapGet("/power.csv", PowerCsvAsync);
    }

    /// <summary>Where the household charges now, or waits in line.</summary>
    internal static MyCharge? Of(IReadOnlyList<ChargerView> chargers, string household) =>
        (from charger in chargers
         from socket in charger.State.Sockets
         where (socket.Session?.Order ?? socket.Wait?.Order)?.Household == household
         select new MyCharge(charger.Device, socket, charger.IsFresh(socket))).FirstOrDefault();

    private static async Task<IResult> PageAsync(HttpContext context, PageContext page) =>
        await page.ShowAsync<ChargePage>(context, (nameof(ChargePage.Mine), await MineAsync(context, page)));

    private static async Task<IResult> PowerCsvAsync(HttpContext context, PageContext page) =>
        await MineAsync(context, page) is { Socket: { Session: { } session, Number: var socket } }
            ? ChartTable.Csv("power.csv", PowerChart.Of(session, socket, page.Reads.Zone), Language.Of(context)) : Results.NotFound();

    private static async Task<MyCharge?> MineAsync(HttpContext context, PageContext page) =>
        Of(await ChargerPageEndpoints.AllAsync(page.Loop, page.Reads), Callers.Of(context).Household!);
}

/// <summary>The household's bike at a socket.</summary>
/// <param name="IsFresh">The charger still says how it is.</param>
public sealed record MyCharge(DeviceId Charger, SocketState Socket, bool IsFresh);
