using Estate.Adapters.Storage;
using Estate.Domain.Bins;
using Estate.Domain.Charging;
using Estate.Domain.Devices;
using Estate.Domain.Gate;
using Estate.Gateway.Configuration;
using Estate.Gateway.Pipeline;
using Estate.Gateway.Pipeline.Devices;
using Estate.TestKit;
using Estate.Web.Tests.Running;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Xunit;

namespace Estate.Web.Tests.Devices;

/// <summary>A reader and a sign that hang on this computer's buses, through the whole gateway.</summary>
public sealed class ChipTests
{
    [Fact]
    public async Task A_card_at_a_local_reader_chip_opens_the_gate()
    {
        var chips = new ScriptedChips();
        await using var gateway = await StartAsync(chips);
        using var wires = gateway.AtTheGate();
        await wires.UntilAsync("out gate/north:lock 1");
        (await chips.Events).CardRead("gate/north:reader", "04FFFFFF");
        (await chips.Events).CardRead("gate/north:reader", "04A1B2C3");
        await wires.UntilAsync("out gate/north:lock 0");
        var events = await Eventually.UntilAsync(() => gateway.AskAsync(HttpMethod.Get, "/api/gates/north/events"), all =>
            all.GetArrayLength() >= 2);
        foreach (var terminal in new[] { "lamp", "buzzer" })
            await Eventually.UntilAsync(() => chips.Shown.Where(one => one.Name == $"gate/north:{terminal}")
                .Select(one => (one.Text, one.BlankAfter))
                .SequenceEqual([("refused", TimeSpan.FromSeconds(2)), ("accepted", TimeSpan.FromSeconds(2))]));
        Assert.Equal(
            [AccessEvent.DeniedUnknownCredential, AccessEvent.Granted],
            events.EnumerateArray().Reverse().Select(one => one.GetProperty("event").GetString()).Take(2));
    }

    [Fact]
    public async Task A_local_sign_shows_what_a_remote_one_would_and_counts_as_online()
    {
        var chips = new ScriptedChips();
        await using var gateway = await StartAsync(chips);
        await Eventually.UntilAsync(() => chips.Shown.Any(one => one == ("sign/entrance:display", "--", TimeSpan.FromSeconds(60))));
        var sensors = await gateway.BaysAsync();
        foreach (var (sensor, index) in sensors.Select((sensor, index) => (sensor, index)))
            sensor.Start(index > 0, "power_on");
        await Eventually.UntilAsync(() => Task.FromResult(string.Join(" ", chips.Shown.Reverse().Take(8)
            .Select(one => $"{one.Name}={one.Text}"))),
            last => last.StartsWith("sign/entrance:display=1", StringComparison.Ordinal));
        await Eventually.UntilAsync(async () => (await PresenceAsync(gateway))?.IsOnline, online => online == true);
    }

    [Fact]
    public async Task Local_sensors_give_the_readings_a_remote_station_would()
    {
        var chips = new ScriptedChips();
        await using var gateway = await StartAsync(chips);
        (await chips.Events).Measured("bins/station-2:fill-wet", 300);
        (await chips.Events).Measured("bins/station-2:climate", -4.5);
        var station = await Eventually.UntilAsync(() => StationAsync(gateway), state => state?.TemperatureC is not null);
        Assert.Equal((0.75, -4.5), (station!.Compartments.Single(one => one.Category == WasteCategory.Wet).Fill, station.TemperatureC));
        (await chips.Events).Measured("bins/station-2:fill-wet", null);
        await Eventually.UntilAsync(() => StationAsync(gateway), state =>
            state!.Compartments.Single(one => one.Category == WasteCategory.Wet) is { IsUnreadable: true, Fill: null });
    }

    [Fact]
    public async Task A_locally_measured_current_becomes_its_chargers_reading()
    {
        var chips = new ScriptedChips();
        await using var gateway = await StartAsync(chips);
        (await chips.Events).Measured("charger/c01:current-2", 1.5);
        (await chips.Events).Measured("charger/c01:current-3", 2.87);
        var charger = await Eventually.UntilAsync(() => ChargerAsync(gateway), state => state?.SocketAt(3)!.Last is not null);
        Assert.Equal((1.5, 2.0), (charger!.SocketAt(2)!.Last!.CurrentA, Math.Round(charger.SocketAt(3)!.Last!.CurrentA!.Value, 9)));
    }

    [Fact]
    public async Task An_expired_display_text_is_not_shown()
    {
        var chips = new ScriptedChips();
        await using var gateway = await StartAsync(chips);
        var (service, gate) = (gateway.Services.GetRequiredService<ChipService>(), DeviceId.Parse("gate/north"));
        var now = Instant.FromDateTimeOffset(TimeProvider.System.GetUtcNow());
        foreach (var (text, until) in new[] { ("late", now - Duration.FromSeconds(1)), ("in time", now + Duration.FromMinutes(5)) })
            Assert.True(service.TryShow(new(text, gate, "show", until, until, [("text", text)])));
        Assert.Equal(
            ["in time", "in time"],
            chips.Shown.Where(one => one.Name.StartsWith("gate/north:", StringComparison.Ordinal)).Select(one => one.Text));
    }

    [Fact]
    public async Task A_lamp_that_does_not_answer_does_not_affect_its_gate()
    {
        var chips = new ScriptedChips();
        await using var gateway = await StartAsync(chips);
        chips.Break("gate/north:lamp", "gate/north:lamp (ws2812 spi-0.1) does not answer");
        await Eventually.UntilAsync(gateway.HealthAsync, health => health.Contains("ws2812 spi-0.1", StringComparison.Ordinal));
        (await chips.Events).CardRead("gate/north:reader", "04A1B2C3");
        await Eventually.UntilAsync(() => chips.Shown.Any(one => one is { Name: "gate/north:buzzer", Text: "accepted" }));
        var presence = await gateway.Services.GetRequiredService<EstateLoop>()
            .InspectAsync(machine => machine.PresenceOf(DeviceId.Parse("gate/north")));
        Assert.NotEqual(false, presence!.IsOnline);
    }

    [Theory]
    [InlineData(900.0, 0.0)]
    [InlineData(940.0, 0.0)]
    [InlineData(300.0, 0.75)]
    [InlineData(100.0, 1.0)]
    [InlineData(20.0, 1.0)]
    [InlineData(1500.0, null)]
    [InlineData(null, null)]
    public void A_fill_level_lies_between_empty_and_full_and_beyond_empty_is_unknown(double? measured, double? share) =>
        Assert.Equal(share, new FillScale(900, 100).ShareOf(measured));

    [Fact]
    public async Task A_chip_that_does_not_answer_is_reported_and_its_sign_is_offline()
    {
        var chips = new ScriptedChips();
        await using var gateway = await StartAsync(chips);
        chips.Break("sign/entrance:display", "sign/entrance:display (max7219 spi-0.0) does not answer");
        await Eventually.UntilAsync(async () => (await PresenceAsync(gateway))?.IsOnline, online => online == false);
        Assert.Contains("max7219 spi-0.0", await gateway.HealthAsync(), StringComparison.Ordinal);
    }

    private static async Task<StationState?> StationAsync(RunningGateway gateway) =>
        await gateway.Services.GetRequiredService<EstateLoop>()
        .InspectAsync(machine => machine.StateOf(DeviceId.Parse("bins/station-2"))) as StationState;

    private static async Task<ChargerState?> ChargerAsync(RunningGateway gateway) =>
        await gateway.Services.GetRequiredService<EstateLoop>()
        .InspectAsync(machine => machine.StateOf(DeviceId.Parse("charger/c01"))) as ChargerState;

    private static Task<Presence?> PresenceAsync(RunningGateway gateway) =>
        gateway.Services.GetRequiredService<EstateLoop>().InspectAsync(machine => machine.PresenceOf(DeviceId.Parse("sign/entrance")));

    private static async Task<RunningGateway> StartAsync(ScriptedChips chips)
    {
        var gateway = await RunningGateway.StartAsync();
        CardImport.Run(new EstateDatabase(gateway.Data.Database), gateway.Data.CardHasher("gate"), ["h2,04A1B2C3"], "gate");
        await File.WriteAllTextAsync(gateway.EstateFile, (await File.ReadAllTextAsync(gateway.EstateFile)).Replace("\npoints:",
            """

              - { device: gate/north, terminal: lock, line: NORTH }
            chips:
              - { device: gate/north, terminal: reader, chip: pn532, bus: i2c-1, address: 0x24 }
              - { device: sign/entrance, terminal: display, chip: max7219, bus: spi-0.0 }
              - { device: bins/station-2, terminal: fill-wet, chip: vl53l0x, bus: i2c-1, empty: 900, full: 100 }
              - { device: bins/station-2, terminal: climate, chip: sht4x, bus: i2c-1 }
              - { device: gate/north, terminal: lamp, chip: ws2812, bus: spi-0.1 }
              - { device: gate/north, terminal: buzzer, chip: buzzer, bus: pwm-0.0 }
              - { device: charger/c01, terminal: current-2, chip: ina219, bus: i2c-1, every_s: 10 }
              - { device: charger/c01, terminal: current-3, chip: ads1115, bus: i2c-1, zero_v: 2.5, volts_per_a: 0.185 }
            points:
            """, StringComparison.Ordinal));
        gateway.Platform = gateway.Platform with { OpenChips = _ => chips };
        await gateway.RestartAsync();
        return gateway;
    }
}
