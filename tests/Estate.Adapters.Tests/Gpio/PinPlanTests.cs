using Estate.Adapters.Gpio;
using Estate.TestKit;
using Xunit;

namespace Estate.Adapters.Tests.Gpio;

public sealed class PinPlanTests
{
    private static readonly PinLine Lock = new("lock", LineAddress.Parse("GPIO5"));

    public static TheoryData<PinPlan, string> Contradictions => new()
    {
        { new([Lock], [new("lock", LineAddress.Parse("GPIO6"))], []), "two pins have the name 'lock'" },
        { new([Lock], [new("door", LineAddress.Parse("GPIO5"))], []), "line GPIO5 is used twice: lock, door" },
        { new([], [], [new("reader", LineAddress.Parse("GPIO5"), LineAddress.Parse("GPIO5"))]), "line GPIO5 is used twice" },
        { new([Lock with { Name = "a\nb" }], [], []), "cannot name a pin" },
        { new([], [Lock with { Debounce = TimeSpan.FromSeconds(-1) }], []), "debounce" },
        { new([], [], [new("reader", LineAddress.Parse("GPIO5"), LineAddress.Parse("GPIO6")) { FrameGap = TimeSpan.Zero }]), "frame gap" },
    };

    [Theory]
    [MemberData(nameof(Contradictions), DisableDiscoveryEnumeration = true)]
    public void A_plan_that_contradicts_itself_is_refused(PinPlan plan, string problem)
    {
        using var folder = new TemporaryFolder();
        foreach (var mode in new[] { "kernel", "simulated" })
        {
            var failure = Assert.Throws<ArgumentException>(() => Pins.Open(plan, mode, folder.File("pins.sock"), TimeProvider.System));
            Assert.Contains(problem, failure.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Auto_uses_kernel_pins_where_they_exist()
    {
        using var folder = new TemporaryFolder();
        var isHere = Directory.EnumerateFileSystemEntries("/dev", "gpiochip*").Any();
        Assert.All(new[] { null, "auto" }, mode => Assert.Equal(!isHere, Open(mode)));
        Assert.True(Open("simulated"));
        Assert.False(Open("kernel"));
        Assert.Contains(
            "auto, kernel and simulated", Assert.Throws<ArgumentException>(() => Open("real")).Message, StringComparison.Ordinal);

        bool Open(string? mode)
        {
            using var pins = Pins.Open(new([Lock], [], []), mode, folder.File("pins.sock"), TimeProvider.System);
            return pins.IsSimulated;
        }
    }
}
