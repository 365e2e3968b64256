using Estate.Adapters.Gpio;
using Estate.TestKit;
using Xunit;

namespace Estate.Adapters.Tests.Gpio;

/// <summary>What can be seen without hardware; tests/gpio-vm has the kernel's simulated chip.</summary>
public sealed class MachinePinsTests : IDisposable
{
    private static readonly PinPlan Plan = new(
        [new("lock", LineAddress.Parse("GPIO5"))],
        [new("door", LineAddress.Parse("chip:6"))],
        [new("reader", LineAddress.Parse("GPIO7"), LineAddress.Parse("GPIO8"))]);

    private readonly TemporaryFolder _devices = new();

    [Fact]
    public async Task Without_a_chip_the_problem_says_what_to_do()
    {
        using var pins = new MachinePins(Plan, TimeProvider.System, () => new GpioBoard(_devices.Path));
        Assert.NotNull(pins.Problem);
        pins.Start(PinEvents.Ignored);
        await Eventually.UntilAsync(() => pins.Problem is { } problem && problem.Contains("load the driver", StringComparison.Ordinal));
        Assert.False(pins.Drive("lock", true));
    }

    [Fact]
    public async Task A_device_file_that_is_not_a_chip_is_reported()
    {
        await File.WriteAllTextAsync(_devices.File("gpiochip0"), "");
        using var pins = new MachinePins(Plan, TimeProvider.System, () => new GpioBoard(_devices.Path));
        pins.Start(PinEvents.Ignored);
        await Eventually.UntilAsync(() =>
            pins.Problem is { } problem && problem.Contains("gpiochip0 is not a GPIO chip", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Lines_that_are_not_held_report_nothing()
    {
        var reports = 0;
        using (var pins = new MachinePins(Plan, TimeProvider.System, () => new GpioBoard(_devices.Path)))
        {
            pins.Start(PinEvents.Ignored with { InputChanged = (_, _) => reports++, Refreshed = _ => reports++ });
            await Task.Delay(TimeSpan.FromMilliseconds(1_200), TimeProvider.System);
        }
        Assert.Equal(0, reports);
    }

    [Fact]
    public async Task Dispose_ends_the_thread_promptly_and_may_come_early_and_twice()
    {
        new MachinePins(Plan, TimeProvider.System, () => new GpioBoard(_devices.Path)).Dispose();
        var pins = new MachinePins(Plan, TimeProvider.System, () => new GpioBoard(_devices.Path));
        pins.Start(PinEvents.Ignored);
        await Eventually.UntilAsync(() => pins.Problem is { } problem && problem.Contains("gpiochip", StringComparison.Ordinal));
        var started = TimeProvider.System.GetTimestamp();
        pins.Dispose();
        pins.Dispose();
        Assert.InRange(TimeProvider.System.GetElapsedTime(started).TotalMilliseconds, 0, 500);
        Assert.Equal("stopped", pins.Problem);
        Assert.False(pins.Drive("lock", true));
    }

    [Fact]
    public void Driving_an_output_outside_the_plan_throws()
    {
        using var pins = new MachinePins(Plan, TimeProvider.System, () => new GpioBoard(_devices.Path));
        Assert.Contains(
            "there are lock", Assert.Throws<ArgumentException>(() => pins.Drive("door", true)).Message, StringComparison.Ordinal);
    }

    public void Dispose() => _devices.Dispose();
}
