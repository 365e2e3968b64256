using System.Runtime.CompilerServices;
using Estate.Adapters.Gpio;
using Xunit;

namespace Estate.Adapters.Tests.Gpio;

/// <summary>The numbers are what a C compiler makes of linux/gpio.h.</summary>
public sealed class KernelAbiTests
{
    [Fact]
    public void Structures_have_the_kernels_sizes()
    {
        KernelAbi.Check();
        Assert.Equal(68, Unsafe.SizeOf<KernelAbi.ChipInfo>());
        Assert.Equal(256, Unsafe.SizeOf<KernelAbi.LineInfo>());
        Assert.Equal(272, Unsafe.SizeOf<KernelAbi.Config>());
        Assert.Equal(592, Unsafe.SizeOf<KernelAbi.Request>());
        Assert.Equal(16, Unsafe.SizeOf<KernelAbi.Values>());
        Assert.Equal(48, Unsafe.SizeOf<KernelAbi.Event>());
    }

    [Fact]
    public void Members_have_the_kernels_offsets()
    {
        var request = default(KernelAbi.Request);
        var info = default(KernelAbi.LineInfo);
        var happening = default(KernelAbi.Event);
        Assert.Equal(256, Offset(ref request, ref request.Consumer));
        Assert.Equal(288, Offset(ref request, ref request.Config.Flags));
        Assert.Equal(296, Offset(ref request, ref request.Config.AttributeCount));
        Assert.Equal(320, Offset(ref request, ref request.Config.Attributes));
        Assert.Equal(560, Offset(ref request, ref request.LineCount));
        Assert.Equal(564, Offset(ref request, ref request.EventBufferSize));
        Assert.Equal(588, Offset(ref request, ref request.Descriptor));
        Assert.Equal(64, Offset(ref info, ref info.Offset));
        Assert.Equal(72, Offset(ref info, ref info.Flags));
        Assert.Equal(8, Offset(ref happening, ref happening.Id));
        Assert.Equal(16, Offset(ref happening, ref happening.Number));
    }

    [Fact]
    public void Requests_have_the_kernels_numbers() =>
        Assert.Equal(
            (0x8044B401u, 0xC100B405u, 0xC250B407u, 0xC110B40Du, 0xC010B40Eu, 0xC010B40Fu),
            (KernelAbi.GetChipInfo, KernelAbi.GetLineInfo, KernelAbi.GetLine, KernelAbi.SetConfig, KernelAbi.GetValues,
            KernelAbi.SetValues));

    private static int Offset<TStructure, TMember>(ref TStructure whole, ref TMember part)
        where TStructure : struct
        where TMember : struct =>
        (int)Unsafe.ByteOffset(ref Unsafe.As<TStructure, byte>(ref whole), ref Unsafe.As<TMember, byte>(ref part));
}
