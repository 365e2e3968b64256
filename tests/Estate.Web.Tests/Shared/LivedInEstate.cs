using System.Text.RegularExpressions;
using Estate.FirmwareSim;
using Estate.TestKit;
using Estate.Web.Tests.Devices;
using Estate.Web.Tests.Running;

namespace Estate.Web.Tests.Shared;

/// <summary>An estate in which something happened, so that every page has something to show.</summary>
internal static partial class LivedInEstate
{
    /// <summary>Enough happens that pages have something to show; returns what paths need.</summary>
    internal static async Task<Dictionary<string, string>> LiveALittleAsync(RunningGateway gateway)
    {
        var station = await gateway.StationAsync();
        station.Deposit(station.Tap("CARD0001"), "wet", 432);
        await gateway.BaysAsync();
        await Eventually.UntilAsync(() => gateway.BalanceAsync("h1"), balance => balance == 5);
        await gateway.AskAsync(HttpMethod.Post, "/api/parking/audit/ticks", "desk", """{"bay":"P01","occupied":true}""");
        await gateway.ChargerAsync();
        (await gateway.CheckpointAsync()).Tap(RunningGateway.GuardCard);
        await NeedHelpAsync(gateway);
        await ParkBikesAsync(gateway);
        await gateway.AskAsync(HttpMethod.Post, "/api/chargers/c01/sockets/1/start", "desk", """{"household":"h1","minutes":60}""");
        station.Telemetry("climate", """{"temperature_c":75}""");
        await gateway.AskAsync(
            HttpMethod.Post, "/api/points/corrections", "desk", """{"household":"h1","points":400,"reason":"counted twice"}""");
        await gateway.AskAsync(
            HttpMethod.Post, "/api/points/policy/proposals", "chair",
            """{"points_per_session":7,"resolution":"2026-17","effective_from":"SOONT00:00"}""");
        await gateway.AskAsync(
            HttpMethod.Post, "/api/polls", "chair",
            """{"title":"Close at 22:00?","options":["yes","no"],"opens":"NOW","closes":"SOONT00:00","quorum":1}""".Replace(
                "NOW", Now, StringComparison.Ordinal));
        await gateway.AskAsync(HttpMethod.Post, "/api/polls/poll-1/approve", "secretary");
        await gateway.AskAsync(
            HttpMethod.Post, "/api/notices", "chair",
            """{"title":"停水","title_en":"No water","text":"周二 9:00–11:00 停水","text_en":"Tue 9:00–11:00","until":"SOONT00:00"}""");
        await gateway.HaveASayAsync();
        await gateway.ProposeAllAsync();
        await gateway.AskAsync(
            HttpMethod.Post, "/api/gates/s-gate/proposals", "chair",
            """{"closed":["22:30-05:00"],"resolution":"2026-17","effective_from":"SOONT00:00"}""");
        var alert = await Eventually.UntilAsync(async () => (await gateway.AskAsync(HttpMethod.Get, "/api/alerts")).GetRawText(), text =>
            AlertId().IsMatch(text));
        var transfer = (await gateway.AskAsync(HttpMethod.Get, "/api/points/households/h1")).GetProperty("transfers")[0].GetProperty("id")
            .GetString()!;
        var n = (await gateway.AskAsync(HttpMethod.Get, "/api/journal/bins/station-1")).EnumerateArray().First().GetProperty("n")
            .GetInt64();
        using var plug = await Newcomer.StartAsync(gateway);
        plug.AnnounceTasmota("plug_kitchen");
        var found = await Eventually.UntilAsync(
            async () => (await gateway.AskAsync(HttpMethod.Get, "/api/inventory/found")).GetProperty("devices"),
            devices => devices.GetArrayLength() == 1);
        return new()
        {
            ["/staff/devices/found/{key}"] = "/staff/devices/found/" + found[0].GetProperty("key").GetString(),
            ["/stations/{name}"] = "/stations/station-1",
            ["/notices/{id}"] = "/notices/notice-1",
            ["/notices/{id}/print"] = "/notices/notice-1/print",
            ["/projects/{id}"] = "/projects/project-1",
            ["/committee/proposals/{id}"] = "/committee/proposals/p-2",
            ["/staff/proposals/{id}"] = "/staff/proposals/p-5",
            ["/committee/projects/{id}"] = "/committee/projects/project-3",
            ["/gates/{name}"] = "/gates/s-gate",
            ["/points/{id:guid}"] = "/points/" + transfer,
            ["/staff/points/{household}"] = "/staff/points/h1",
            ["/staff/alerts/{id}"] = "/staff/alerts/" + AlertId().Match(alert).Groups[1].Value,
            ["/staff/chargers/{name}"] = "/staff/chargers/c01",
            ["/staff/journal/alerts/{id}"] = "/staff/journal/alerts/" + AlertId().Match(alert).Groups[1].Value,
            ["/staff/journal/{kind}/{name}"] = "/staff/journal/bins/station-1",
            ["/staff/journal/{n:long}"] = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"/staff/journal/{n}"),
            ["/staff/devices/{kind}/{name}"] = "/staff/devices/parking/p01",
            ["/staff/devices/profiles/{name}"] = "/staff/devices/profiles/tasmota",
            ["/staff/rules/{id}"] = "/staff/rules/new",
            ["/committee/hours/{name}"] = "/committee/hours/s-gate",
            ["/committee/points/{id}"] = "/committee/points/points-1",
        };
    }

    /// <summary>Somebody is stuck in a lift, somebody needs help at a button, and a taxi is called there.</summary>
    private static async Task NeedHelpAsync(RunningGateway gateway)
    {
        var (lift, button) = (await gateway.LiftAsync(), await gateway.CallButtonAsync());
        lift.TellChange();
        (lift.IsInDoorZone, lift.IsAlarmPressed, lift.Faults) = (false, true, ["car_stopped_outside_landing_zone"]);
        lift.TellChange();
        button.Press("taxi", card: "CARD0001");
        button.Press("help", card: "CARD0002");
    }

    /// <summary>A household has a permit for the garage, one bicycle with a tag stands there, and the pump room is dry.</summary>
    private static async Task ParkBikesAsync(RunningGateway gateway)
    {
        var (box, water) = (new GarageBox(gateway.Options("bikes"), TimeProvider.System),
            new Sensor(gateway.Options("pump-room-water"), TimeProvider.System, "leak"));
        await gateway.StartAsync([box, water]);
        box.Stand(1, 0);
        box.Pass(isIn: true, "e_bike", "E2000001");
        water.Beat();
        await gateway.AskAsync(HttpMethod.Post, "/api/garages/bikes/permits", "desk", """{"household":"h1"}""");
    }

    /// <summary>As people in the estate write it.</summary>
    internal static string Now =>
        TimeProvider.System.GetUtcNow().AddHours(8).ToString("yyyy-MM-ddTHH:mm", System.Globalization.CultureInfo.InvariantCulture);

    [GeneratedRegex("\"id\":\"([^\"]+)\"")]
    private static partial Regex AlertId();
}
