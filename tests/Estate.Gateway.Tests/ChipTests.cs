using Estate.Adapters.Storage;
using Estate.Domain.Devices;
using Estate.Domain.Gate;
using Estate.Gateway.Pipeline;
using Estate.TestKit;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Estate.Gateway.Tests;

/// <summary>A reader and a sign that hang on this computer's buses, through the whole gateway.</summary>
public sealed class ChipTests
{
    [Fact]
    public async Task A_card_at_a_reader_chip_opens_as_it_would_at_a_board()
    {
        var chips = new ScriptedChips();
        await using var gateway = await StartAsync(chips);
        using var wires = gateway.AtTheGate();
        await wires.UntilAsync("out gate/north:lock 1");
        chips.CardRead!("gate/north:reader", "04FFFFFF");
        chips.CardRead!("gate/north:reader", "04A1B2C3");
        await wires.UntilAsync("out gate/north:lock 0");
        var events = await Eventually.SeeAsync(() => gateway.AskAsync(HttpMethod.Get, "/api/gates/north/events"), all => all.GetArrayLength() >= 2);
        Assert.Equal([AccessEvent.DeniedUnknownCredential, AccessEvent.Granted], events.EnumerateArray().Reverse().Select(one => one.GetProperty("event").GetString()).Take(2));
    }

    [Fact]
    public async Task A_sign_here_is_told_what_one_afar_would_be_and_is_seen_to_live()
    {
        var chips = new ScriptedChips();
        await using var gateway = await StartAsync(chips);
        await Eventually.SeeAsync(() => chips.Shown.Any(one => one == ("sign/entrance:display", "--", TimeSpan.FromSeconds(60))));
        var sensors = await gateway.BaysAsync();
        foreach (var (sensor, index) in sensors.Select((sensor, index) => (sensor, index)))
            sensor.Start(index > 0, "power_on");
        await Eventually.SeeAsync(() => chips.Shown.LastOrDefault().Text == "1");
        await Eventually.SeeAsync(async () => (await PresenceAsync(gateway))?.IsOnline, online => online == true);
    }

    [Fact]
    public async Task A_chip_that_does_not_answer_is_told_and_its_sign_is_off()
    {
        var chips = new ScriptedChips();
        await using var gateway = await StartAsync(chips);
        chips.Break("sign/entrance:display", "sign/entrance:display (max7219 spi 0.0) does not answer");
        await Eventually.SeeAsync(async () => (await PresenceAsync(gateway))?.IsOnline, online => online == false);
        Assert.Contains("max7219 spi 0.0", await gateway.HealthAsync(), StringComparison.Ordinal);
    }

    private static Task<Presence?> PresenceAsync(RunningGateway gateway) =>
        gateway.Services.GetRequiredService<EstateLoop>().InspectAsync(machine => machine.PresenceOf(DeviceId.Parse("sign/entrance")));

    private static async Task<RunningGateway> StartAsync(ScriptedChips chips)
    {
        var gateway = await RunningGateway.StartAsync();
        CardImport.Run(new EstateDatabase(gateway.Data.Database), gateway.Data.CardHasher("gate"), ["h2,04A1B2C3"], "gate");
        await File.WriteAllTextAsync(gateway.EstateFile, (await File.ReadAllTextAsync(gateway.EstateFile)).Replace("\npoints:",
            """

              - { device: gate/north, terminal: lock, line: NORTH }
              - { device: gate/north, terminal: reader, chip: "pn532 i2c 1:0x24" }
              - { device: sign/entrance, terminal: display, chip: "max7219 spi 0.0" }
            points:
            """, StringComparison.Ordinal));
        gateway.Surroundings = gateway.Surroundings with { OpenChips = _ => chips };
        await gateway.RestartAsync();
        return gateway;
    }
}
