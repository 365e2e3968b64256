using Estate.Domain.Charging;
using Estate.Domain.Devices;
using Estate.Domain.People;
using Estate.Gateway.People;
using Estate.Web.Shared;

namespace Estate.Web.Charging;

/// <summary>A household's own bike, while it charges.</summary>
internal static class MyChargePageEndpoints
{
    internal static void MapMyCharge(this WebApplication app) =>
        app.MapGroup("/my/charge").RequirePage(Role.Resident).MapGet("", PageAsync);

    /// <summary>Where the household charges now, or waits in line.</summary>
    internal static MyCharge? Of(IReadOnlyList<ChargerView> chargers, string household) =>
        (from charger in chargers
         from socket in charger.State.Sockets
         where (socket.Session?.Order ?? socket.Wait?.Order)?.Household == household
         select new MyCharge(charger.Device, socket, charger.IsFresh(socket))).FirstOrDefault();

    private static async Task<IResult> PageAsync(HttpContext context, PageContext page)
    {
        var mine = Of(await ChargerPageEndpoints.AllAsync(page.Loop, page.Reads), Callers.Of(context).Household!);
        return await page.ShowAsync<ChargePage>(context, (nameof(ChargePage.Mine), mine), (nameof(ChargePage.Now), page.Reads.Clock.Now));
    }
}

/// <summary>The household's bike at a socket.</summary>
/// <param name="IsFresh">The charger still says how it is.</param>
public sealed record MyCharge(DeviceId Charger, SocketState Socket, bool IsFresh);
