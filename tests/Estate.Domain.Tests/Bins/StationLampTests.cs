using Estate.Domain.Bins;
using Estate.Domain.Devices;
using Estate.TestKit;
using NodaTime;
using Xunit;

namespace Estate.Domain.Tests.Bins;

/// <summary>The lamp of a station whose sensors hang on the gateway.</summary>
public sealed class StationLampTests
{
    private static readonly DeviceId Station = new("bins", "st1");
    private static readonly Instant Midnight = Instant.FromUtc(2026, 3, 2, 0, 0);
    private static readonly StationKind Kind = new(TestCards.Hasher);

    private readonly EstateMachine _machine = Machine("lamp");
    private Instant _now = Midnight + Duration.FromHours(12);

    [Fact]
    public void The_lamp_shows_the_fullest_level_and_full_or_unknown()
    {
        Assert.Equal("40", Shown(_machine, "fill-wet", 0.4));
        Assert.Equal("40", Shown(_machine, "fill-residual", 0.1));
        Assert.Equal("满", Shown(_machine, "fill-wet", 0.95));
        // Full stands until there is room again, whatever the others say.
        Assert.Equal("满", Shown(_machine, "fill-residual", null));
        Assert.Equal("--", Shown(_machine, "fill-wet", 0.2));
        Assert.Equal("20", Shown(_machine, "fill-residual", 0.1));
    }

    [Fact]
    public void A_stale_level_is_unknown()
    {
        Shown(_machine, "fill-wet", 0.4);
        _now += Duration.FromMinutes(6);
        Assert.Equal("--", Shown(_machine, "fill-residual", 0.1));
    }

    [Fact]
    public void Nothing_is_shown_without_a_lamp() => Assert.Null(Shown(Machine(), "fill-wet", 0.4));

    private static EstateMachine Machine(params IReadOnlyList<string> more) =>
        new([Kind], [new DeviceSettings(Station, new Dictionary<string, string>()) { Wires = ["fill-wet", "fill-residual", .. more] }], []);

    private string? Shown(EstateMachine machine, string terminal, double? fill)
    {
        _now += Duration.FromSeconds(10);
        var reading = Kind.Terminals.Gauges[terminal].Read(fill)!;
        var signal = new DeviceTelemetry(Station, EventTime.Now(_now), reading) { IsWired = true };
        var outcomes = machine.Step(signal, _now - Midnight, ClockTrust.Synced, _now);
        return outcomes.OfType<Commanded>().SingleOrDefault()?.Command.Arguments.Single(one => one.Name == "text").Value;
    }
}
