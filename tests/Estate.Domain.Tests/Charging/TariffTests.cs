using Estate.Domain.Charging;
using Xunit;
using static Estate.TestKit.TestCharger;

namespace Estate.Domain.Tests.Charging;

/// <summary>What a kilowatt hour costs, and a session.</summary>
public sealed class TariffTests
{
    [Fact]
    public void Energy_and_service_are_charged_on_separate_lines()
    {
        var charge = new Tariff(61.7, 40).For(1234, default, null);
        Assert.Equal((76, 49), (charge.EnergyFen, charge.ServiceFen));
        Assert.Equal("energy 0.76 yuan, service 0.49 yuan", charge.Describe().En);
    }

    [Theory]
    [InlineData("61.7", "40", "1.017 yuan per kWh, service included")]
    [InlineData("61.7", null, "0.617 yuan per kWh")]
    [InlineData(null, "40", "0.40 yuan per kWh, service included")]
    [InlineData(null, null, null)]
    public void A_price_is_told_where_there_is_one_of_energy_or_service(string? energy, string? service, string? said)
    {
        var values = new Dictionary<string, string>();
        if (energy is not null)
            values["energy_fen_per_kwh"] = energy;
        if (service is not null)
            values["service_fen_per_kwh"] = service;
        Assert.Equal(said, Tariff.Of(new(Board, values), Zone)?.Describe(default).En);
    }
}
