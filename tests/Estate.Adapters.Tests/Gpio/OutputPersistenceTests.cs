using Estate.Adapters.Gpio;
using Estate.TestKit;
using Xunit;

namespace Estate.Adapters.Tests.Gpio;

public sealed class OutputPersistenceTests
{
    [Theory]
    [InlineData("Y", true)]
    [InlineData("N", false)]
    public void A_kernel_that_keeps_outputs_after_a_crash_causes_a_warning(string value, bool isWarned)
    {
        using var modules = new TemporaryFolder();
        var parameters = Directory.CreateDirectory(Path.Combine(modules.Path, "pinctrl_rp1", "parameters"));
        File.WriteAllText(Path.Combine(parameters.FullName, "persist_gpio_outputs"), value + "\n");
        Assert.Equal(isWarned, OutputPersistence.Warning(modules.Path)?.Contains("strict_gpiod", StringComparison.Ordinal) ?? false);
    }
}
