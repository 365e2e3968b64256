using Estate.Adapters.Gpio;
using Xunit;

namespace Estate.Adapters.Tests.Gpio;

public sealed class InputConfigTests
{
    private const ulong Edges = KernelAbi.Input | KernelAbi.EdgeRising | KernelAbi.EdgeFalling;

    [Fact]
    public void Equal_settings_share_an_attribute()
    {
        PinLine[] lines =
        [
            Line(0), Line(1) with { Debounce = TimeSpan.FromMilliseconds(50) },
            Line(2) with { IsActiveLow = true, Bias = PinBias.PullUp }, Line(3) with { Debounce = TimeSpan.FromMilliseconds(50) },
        ];
        var config = InputConfig.Build(lines);
        Assert.Equal((Edges, 2u), (config.Flags, config.AttributeCount));
        Assert.Equal(
            (KernelAbi.FlagsAttribute, Edges | KernelAbi.ActiveLow | KernelAbi.BiasPullUp, 0b0100UL),
            (config.Attributes[0].Attribute.Id, config.Attributes[0].Attribute.Value, config.Attributes[0].Mask));
        Assert.Equal(
            (KernelAbi.DebounceAttribute, 50_000UL, 0b1010UL),
            (config.Attributes[1].Attribute.Id, config.Attributes[1].Attribute.Value, config.Attributes[1].Mask));
    }

    [Fact]
    public void Inputs_are_one_request_until_the_kernels_limits()
    {
        Assert.Single(InputConfig.Divide(Enumerable.Range(0, 64).Select(Line)));
        Assert.Equal([64, 1], InputConfig.Divide(Enumerable.Range(0, 65).Select(Line)).Select(lines => lines.Count));
        var many = Enumerable.Range(0, 30).Select(i => Line(i) with { Debounce = TimeSpan.FromMilliseconds(i), IsActiveLow = i % 2 == 0 }).ToList();
        var requests = InputConfig.Divide(many);
        Assert.Equal(many.Select(line => line.Name), requests.SelectMany(lines => lines).Select(line => line.Name));
        Assert.All(requests, lines => Assert.InRange(InputConfig.Build(lines).AttributeCount, 1u, 10u));
        Assert.Equal(4, requests.Count);
    }

    private static PinLine Line(int offset) => new($"in {offset}", LineAddress.Parse($"chip:{offset}"));
}
