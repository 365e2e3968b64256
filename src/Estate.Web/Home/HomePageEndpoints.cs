using Estate.Adapters.Gpio;
using Estate.Domain.Devices;
using Estate.Domain.Gate;
using Estate.Domain.Gate.Schedules;
using Estate.Domain.Notices;
using Estate.Domain.Points;
using Estate.Gateway.People;
using Estate.Gateway.Pipeline;
using Estate.Web.Charging;
using Estate.Web.Garage;
using Estate.Web.Gate;
using Estate.Web.News;
using Estate.Web.Parking;
using Estate.Web.Points;
using Estate.Web.Shared;
using NodaTime;

namespace Estate.Web.Home;

/// <summary>The front door: what a resident wants to know now, and who is logged in also of the own household.</summary>
internal static class HomePageEndpoints
{
    private const int GateDays = 3;
    private const int ShownGates = 10;

    internal static void MapHomePages(this WebApplication app) => app.MapGroup("").Open().MapGet("/", HomeAsync);

    private static async Task<IResult> HomeAsync(
        HttpContext context, PageContext page, ParkingBoard board, Ledger ledger, IPins pins, Health health, FrontPageNews news,
        NoticeReactor notices)
    {
        var (reads, now) = (page.Reads, page.Reads.Clock.Now);
        var who = Callers.Find(context);
        var household = who?.Household;
        var chargers = await ChargerPageEndpoints.AllAsync(page.Loop, reads);
        var view = new HomeView
        {
            News = await news.OfAsync(context),
            Notices = await page.Loop.InspectAsync(_ => notices.All.Where(one => one.IsShownAt(now)).Select(one => one.Notice).ToList()),
            Hours = HoursView.Of(reads.Model.Programme, now),
            Parking = board.Current,
            Gates = await GatesAsync(page, now),
            Garages = [.. (await GaragePageEndpoints.AllAsync(page.Loop, reads)).Take(ShownGates)],
            FreeSockets = chargers.Count == 0 ? null : ChargerView.Sum(chargers.Select(one => one.Free)),
            Household = household,
            IsLoggedIn = who is not null,
            Mine = household is null ? null : await PointsView.OfAsync(page, ledger, household),
            Charging = household is not null && MyChargePageEndpoints.Of(chargers, household) is not null,
            Problem = Problem(health, pins, reads),
        };
        return await page.ShowAsync<HomePage>(context, (nameof(HomePage.View), view));
    }

    internal static async Task<IReadOnlyList<GateToday>> GatesAsync(PageContext page, Instant now)
    {
        var (reads, gates) = (page.Reads, new List<GateToday>());
        // Where there are more, their pages say it: they are among the devices.
        foreach (var device in GatePageEndpoints.All(reads).Take(ShownGates))
            if (await GatePageEndpoints.StateAsync(page.Loop, device.Name) is { Versions.IsDefaultOrEmpty: false } state)
                gates.Add(
                    new(device, WalkInTexts.Of(state, now, reads.Zone, await IsSilentAsync(page, device)),
                    GateTexts.Notice(state.Versions.At(now), reads.Zone),
                    [.. GateViews.Strip(state.Versions, reads.Today, reads.Zone).Take(GateDays)],
                    GateViews.Coming(state.Versions, now, reads.Zone)));
        return [.. gates.Where(gate => gate.Days.Any(day => day.Closings.Count > 0) || gate.Coming.Count > 0)];
    }

    private static async Task<bool> IsSilentAsync(PageContext page, DeviceId device) =>
        await page.Loop.InspectAsync(machine => machine.PresenceOf(device)) is { IsSilent: true };

    private static Text? Problem(Health health, IPins pins, PageReads reads) =>
        health.Storage is not null ? new("存储故障：刷卡暂不确认", "The disk fails: taps are not confirmed for now")
        : !health.Broker.IsReady ? new("与设备的连接中断", "No connection to the devices")
        : health.Wires is not null ? new("本机接线故障", "A wire of this computer cannot be used")
        : pins.IsSimulated && reads.Model.Pins.Lines.Any()
            ? new("演示：本机没有接线，大门引脚为模拟", "Demonstration: this computer has no wires, the gate's are simulated")
        : null;
}

/// <summary>Whether one can walk in now, a gate's notice, its next days, and hours decided for later.</summary>
public sealed record GateToday(
    DeviceId Device, Text WalkIn, Text Notice, IReadOnlyList<StripDay> Days, IReadOnlyList<Text> Coming);
