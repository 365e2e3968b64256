using System.Text.Json;
using Estate.Adapters.Storage;
using Estate.Domain.Devices;
using Estate.Domain.Monitors;
using Estate.Gateway.Found;
using Estate.TestKit;
using Estate.Web.Tests.Running;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Estate.Web.Tests.Devices;

/// <summary>Fifty thousand devices that do not exist, through a real broker: bounded, told, and nothing else changes.</summary>
[Collection(Alone.Name)]
public sealed class FoundFloodTests
{
    private const int Announcements = 50_000, Readings = 400;
    private static readonly DeviceId Leak = new("monitor", "leak");

    [Fact]
    public async Task A_flood_of_announcements_is_bounded_and_told_and_no_reading_is_lost_or_overtaken()
    {
        await using var gateway = await RunningGateway.StartAsync(
            devices: "- { id: monitor/leak, profile: zigbee2mqtt-leak, topic: leak_1 }");
        using var bridge = await Newcomer.StartAsync(gateway, "z2m", "zigbee2mqtt");
        using var flood = await Newcomer.StartAsync(gateway, "flood");
        using var plug = await Newcomer.StartAsync(gateway, "true");
        plug.AnnounceTasmota("the_true_one");
        await Eventually.UntilAsync(async () => (await FoundAsync(gateway)).GetProperty("devices").GetArrayLength(), count => count == 1);
        var before = GC.GetTotalMemory(forceFullCollection: true);

        for (var i = 0; i < Announcements; i++)
            flood.Say($"tasmota/discovery/{i:X12}/config", $$"""{"t":"false_{{i}}","if":0,"md":"None","rl":[1]}""");
        for (var i = 1; i <= Readings; i++)
        {
            bridge.Say("zigbee2mqtt/leak_1", i % 2 == 1 ? """{"water_leak":true}""" : """{"water_leak":false}""");
            // Spread over the flood.
            while (flood.Client.Unacknowledged > Announcements - (Announcements / Readings * i))
                await Task.Yield();
        }
        await Eventually.UntilAsync(() => flood.Client.Unacknowledged == 0 && bridge.Client.Unacknowledged == 0);

        var facts = await Eventually.UntilAsync(
            () => Task.FromResult(gateway.Services.GetRequiredService<EstateReader>().FactsOf<SignChanged>(Leak, 2 * Readings)),
            facts => facts.Count == Readings);
        Assert.Equal(Enumerable.Range(1, Readings).Select(i => i % 2 == 1), facts.Reverse().Select(one => one.IsActive));
        var found = await Eventually.UntilAsync(() => FoundAsync(gateway), seen => seen.GetProperty("dropped").GetInt64() > 0);
        Assert.Equal(FoundList.Most, found.GetProperty("devices").GetArrayLength());
        // Who was there before the flood still is.
        Assert.Contains(
            "the_true_one", found.GetProperty("devices").EnumerateArray().Select(one => one.GetProperty("name").GetString()));
        Assert.Equal(FoundList.Most, await gateway.MetricAsync("estate_found_devices"));
        Assert.Equal(0, await gateway.MetricAsync("estate_dropped_total"));
        Assert.Equal(0, await gateway.MetricAsync("estate_rejects_total"));
        Assert.Contains(
            "ok; 200 devices that nobody adopted",
            await Eventually.UntilAsync(gateway.HealthAsync, health => health.Contains("may flood the broker", StringComparison.Ordinal)),
            StringComparison.Ordinal);
        Assert.True((await gateway.Http.GetAsync(new Uri("/healthz", UriKind.Relative))).IsSuccessStatusCode);
        Assert.InRange(GC.GetTotalMemory(forceFullCollection: true) - before, long.MinValue, 32 << 20);
    }

    private static Task<JsonElement> FoundAsync(RunningGateway gateway) => gateway.AskAsync(HttpMethod.Get, "/api/inventory/found");
}
