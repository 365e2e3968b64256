using System.Text.Json;
using Estate.Adapters.Influx;
using Estate.TestKit;
using Estate.Web.Tests.Running;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Estate.Web.Tests.Devices;

/// <summary>What a device measured, on its page, without any time-series server.</summary>
public sealed class HistoryTests
{
    [Fact]
    public async Task A_devices_curves_survive_a_restart()
    {
        await using var gateway = await RunningGateway.StartAsync();
        var station = await gateway.StationAsync();
        station.Telemetry("climate", "{\"temperature_c\":21.5}");
        var before = await Eventually.UntilAsync(() => CurvesAsync(gateway, "day"), curves => curves.GetArrayLength() == 1);
        Assert.Equal(
            ("station", "temp_c", 21.5),
            (before[0].GetProperty("series").GetString(), before[0].GetProperty("field").GetString(), ValueOf(before)));
        // Nobody would ever take it from there.
        Assert.Equal(0, gateway.Services.GetRequiredService<TelemetryBuffer>().Count);
        await gateway.StopGatewayAsync();
        await gateway.StartGatewayAsync();
        await gateway.UntilReadyAsync();
        foreach (var window in new[] { "day", "month", "years" })
            Assert.Equal(21.5, ValueOf(await CurvesAsync(gateway, window)));
        Assert.Equal(0, (await gateway.AskAsync(HttpMethod.Get, "/api/inventory/bins/station-2/history", "engineer")).GetArrayLength());
    }

    private static double ValueOf(JsonElement curves) => curves[0].GetProperty("lines")[0].GetProperty("points")[0][1].GetDouble();

    private static Task<JsonElement> CurvesAsync(RunningGateway gateway, string window) =>
        gateway.AskAsync(HttpMethod.Get, $"/api/inventory/bins/station-1/history?window={window}", "engineer");
}
