using Estate.Domain.Charging;
using Estate.TestKit;
using FsCheck;
using FsCheck.Fluent;
using NodaTime;
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

    private static Tariff? Of(string periods) => Tariff.Of(
        new(Board, new Dictionary<string, string>
        {
            ["energy_fen_per_kwh"] = "61.7",
            ["service_fen_per_kwh"] = "40",
            ["energy_periods"] = periods
        }), Zone);

    private static Instant At(int hour, int minute) => new LocalDateTime(2026, 3, 2, hour, minute).InZoneStrictly(Zone).ToInstant();
}
