using Estate.Domain.Charging;
using Estate.TestKit;
using FsCheck;
using FsCheck.Fluent;
using NodaTime;
using NodaTime.Text;
using Xunit;
using static Estate.TestKit.TestCharger;

namespace Estate.Domain.Tests.Charging;

/// <summary>A kilowatt hour that costs more or less at some hours of the day.</summary>
public sealed class TariffPeriodTests
{
    private const string Usual = "23:00-07:00 30.7, 18:00-22:00 82";

    [Theory]
    [InlineData(20, 0, "1.22 yuan per kWh, service included, until 22:00, then 1.017 yuan", "每度 1.22 元，含服务费，到 22:00 为止，之后 1.017 元")]
    [InlineData(22, 0, "1.017 yuan per kWh, service included, until 23:00, then 0.707 yuan", "每度 1.017 元，含服务费，到 23:00 为止，之后 0.707 元")]
    [InlineData(2, 30, "0.707 yuan per kWh, service included, until 07:00, then 1.017 yuan", "每度 0.707 元，含服务费，到 07:00 为止，之后 1.017 元")]
    public void A_price_is_told_with_its_end_and_the_next(int hour, int minute, string en, string zh)
    {
        var said = Of(Usual)!.Describe(At(hour, minute));
        Assert.Equal((en, zh), (said.En, said.Zh));
    }

    [Fact]
    public void Where_the_price_does_not_change_no_end_is_told() =>
        Assert.Equal("1.017 yuan per kWh, service included", Of("20:00-22:00 61.7")!.Describe(At(20, 30)).En);

    [Theory]
    [InlineData("23:00-07:00", "energy_periods has '23:00-07:00', expected hours and 0 to 10000 fen such as '23:00-07:00 30.7'")]
    [InlineData("", "energy_periods has ''")]
    [InlineData("23:00-24:00 30", "energy_periods has '23:00-24:00 30'")]
    [InlineData("07:00-07:00 30", "energy_periods has '07:00-07:00 30'")]
    [InlineData("07:00-08:00 -1", "energy_periods has '07:00-08:00 -1'")]
    [InlineData("07:00-08:00 10001", "energy_periods has '07:00-08:00 10001'")]
    [InlineData("07:00-08:00 NaN", "energy_periods has '07:00-08:00 NaN'")]
    [InlineData("22:00-07:00 30,06:00-08:00 40", "energy_periods: 22:00-07:00 and 06:00-08:00 are at the same time")]
    [InlineData("06:00-08:00 30,22:00-07:00 40", "energy_periods: 06:00-08:00 and 22:00-07:00 are at the same time")]
    public void Hours_that_cannot_be_are_told_with_what_is_expected(string periods, string told)
    {
        var wrong = Assert.Throws<FormatException>(() => Of(periods));
        Assert.StartsWith("charger/north-1: " + told, wrong.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Periods_need_a_price_for_the_other_hours() => Assert.Contains(
        "energy_periods needs energy_fen_per_kwh",
        Assert.Throws<FormatException>(() =>
            Tariff.Of(new(Board, new Dictionary<string, string> { ["energy_periods"] = Usual }), Zone)).Message, StringComparison.Ordinal);

    [Fact]
    public void A_session_over_a_change_pays_each_price_for_its_own_energy_and_a_restart_changes_nothing()
    {
        var charger = new TestCharger(1, values =>
            (values["energy_fen_per_kwh"], values["energy_periods"]) = ("100", "22:00-06:00 40"));
        charger.Pass(6900, each: 30);
        charger.Start(1);
        charger.Watts[1] = 720;
        // From 21:55 on a tenth of a kilowatt hour in five minutes twice: before ten and after.
        charger.Pass(300);
        charger.Restart(Duration.Zero);
        charger.Pass(600);
        charger.Ask(new StopCharging(Board, 1, "test"));
        charger.Pass(15);
        var ended = charger.Facts<SessionEnded>().Single();
        var parts = ended.Charge!.Parts!;
        Assert.Equal([100, 40], parts.Select(part => part.FenPerKwh));
        Assert.Equal(ended.EnergyWh, parts.Sum(part => part.Wh), 0.01);
        Assert.InRange(parts[0].Wh, 50, 62);
        Assert.InRange(ended.Charge.EnergyFen, 9, 12);
        Assert.Contains("度 × 0.40）", ended.Charge.Describe().Zh, StringComparison.Ordinal);
    }

    [Fact]
    public void Whatever_the_stretch_its_parts_are_the_whole_and_no_price_is_forgotten() => Prop.ForAll(
        Gen.Choose(0, 2000).ToArbitrary(), Gen.Choose(1, 2000).ToArbitrary(), Gen.Choose(0, 5000).ToArbitrary(), (start, minutes, wh) =>
        {
            var (tariff, from) = (Of(Usual)!, At(0, 0) + Duration.FromMinutes(start));
            var to = from + Duration.FromMinutes(minutes);
            var parts = tariff.Split(from, to, wh).ToList();
            var byMinute = Enumerable.Range(0, minutes).GroupBy(passed => tariff.EnergyAt(from + Duration.FromMinutes(passed)))
                .ToDictionary(same => same.Key, same => same.Count() * (double)wh / minutes);
            return Math.Abs(parts.Sum(part => part.Wh) - wh) < 1e-6
                && PricedEnergy.Add(null, parts).All(part => Math.Abs(part.Wh - byMinute[part.FenPerKwh]) < 1e-6);
        }).QuickCheckThrowOnFailure();

    [Theory]
    // Clocks put back at 03:00: 02:00 to 03:00 comes twice; put forward at 02:00: it does not come.
    [InlineData("2026-10-25T00:00:00Z")]
    [InlineData("2026-10-24T23:50:00Z")]
    [InlineData("2026-03-29T00:30:00Z")]
    public void Where_clocks_are_changed_each_minute_has_the_price_that_its_clock_shows(string began) => Assert.All(
        new[] { "02:30-05:00 10", "23:00-02:30 10", "02:10-02:50 10, 02:50-03:00 20" }, periods =>
        {
            var (tariff, from) = (Of(periods, DateTimeZoneProviders.Tzdb["Europe/Berlin"])!, InstantPattern.General.Parse(began).Value);
            var parts = PricedEnergy.Add(null, tariff.Split(from, from + Duration.FromMinutes(240), 240));
            var byMinute = Enumerable.Range(0, 240).GroupBy(passed => tariff.EnergyAt(from + Duration.FromMinutes(passed)))
                .Select(same => new PricedEnergy(same.Key, same.Count()));
            Assert.Equal(Rounded(byMinute), Rounded(parts));
        });

    [Fact]
    public void A_stretch_of_many_days_has_the_prices_of_all_of_them()
    {
        var parts = PricedEnergy.Add(null, Of("00:00-12:00 10")!.Split(At(0, 0), At(0, 0) + Duration.FromDays(6), 1200));
        Assert.Equal([new PricedEnergy(10, 600), new(61.7, 600)], Rounded(parts));
    }

    [Fact]
    public void What_was_metered_before_there_were_periods_does_not_take_their_price()
    {
        var lines = new Dictionary<string, string>();
        var charger = new TestCharger(1, values => (lines, values["energy_fen_per_kwh"]) = (values, "100"));
        charger.Start(1);
        charger.Watts[1] = 720;
        // Beyond ten minutes, when it was saved.
        charger.Pass(620);
        lines["energy_periods"] = "20:00-23:00 40";
        charger.Restart(Duration.Zero);
        charger.Pass(600);
        charger.Ask(new StopCharging(Board, 1, "test"));
        charger.Pass(15);
        var parts = charger.Facts<SessionEnded>().Single().Charge!.Parts!;
        Assert.Equal([100, 40], parts.Select(part => part.FenPerKwh));
        Assert.InRange(parts[0].Wh, 110, 124);
    }

    private static IEnumerable<PricedEnergy> Rounded(IEnumerable<PricedEnergy> parts) =>
        parts.Select(part => part with { Wh = Math.Round(part.Wh, 6) }).OrderBy(part => part.FenPerKwh);

    private static Tariff? Of(string periods, DateTimeZone? zone = null) => Tariff.Of(
        new(Board, new Dictionary<string, string>
        {
            ["energy_fen_per_kwh"] = "61.7",
            ["service_fen_per_kwh"] = "40",
            ["energy_periods"] = periods
        }), zone ?? Zone);

    private static Instant At(int hour, int minute) => new LocalDateTime(2026, 3, 2, hour, minute).InZoneStrictly(Zone).ToInstant();
}
