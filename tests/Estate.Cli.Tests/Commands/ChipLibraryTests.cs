using Estate.TestKit;
using Xunit;

namespace Estate.Cli.Tests.Commands;

/// <summary>An estate without chips carries nothing of their library.</summary>
public sealed class ChipLibraryTests
{
    private const string Bindings = "Iot.Device.Bindings";

    [Fact]
    public async Task The_chip_library_is_not_loaded_without_chips()
    {
        using var estate = await GatewayProcess.StartAsync();
        Assert.Contains("Estate.Adapters", estate.Assemblies);
        Assert.DoesNotContain(estate.Assemblies, name => name is Bindings or "UnitsNet" or "System.Drawing.Common");
    }

    [Fact]
    public async Task The_chip_library_is_loaded_with_a_chip()
    {
        using var estate = await GatewayProcess.StartAsync(
            "chips: [ { device: sign/entrance, terminal: display, chip: max7219, bus: spi-9.9 } ]");
        await Eventually.UntilAsync(estate.HealthAsync, health => health.Contains("Can not open SPI device", StringComparison.Ordinal));
        Assert.Contains(Bindings, estate.Assemblies);
    }
}
