using Estate.Domain.Devices;
using Estate.Domain.Gate;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Estate.Domain.Tests.Gate;

/// <summary>P-A1.</summary>
public sealed class WiegandTests
{
    // Reader manuals' vectors, recomputed (domain facts 3.2).
    [Theory]
    [InlineData(26, 0x3A83702UL, "W26:D41B81")]
    [InlineData(34, 0x313A83703UL, "W34:89D41B81")]
    [InlineData(26, 0x2020002UL, "W26:010001")]
    public void Known_frames_decode(int length, ulong bits, string card) =>
        Assert.Equal(new WiegandResult(card, null), Wiegand.Decode(new(bits, length)));

    [Fact]
    public void Every_card_round_trips_and_every_single_bit_error_is_detected() =>
        Prop.ForAll(Frames().ToArbitrary(), frame =>
        {
            var decoded = Wiegand.Decode(frame).Card is not null;
            var inverted = Wiegand.Decode(frame with { Bits = ~frame.Bits & ((1UL << frame.Length) - 1) });
            // The middle one of 37 bits is in both parities, so that its error looks like swapped wires; refused all the same.
            return decoded && inverted.Reason == Wiegand.LinesSwapped
                && Enumerable.Range(0, frame.Length).All(bit => Wiegand.Decode(frame with
                { Bits = frame.Bits ^ (1UL << bit) }).Reason == (frame.Length == 37 && bit == 18 ? Wiegand.LinesSwapped
                        : Wiegand.BadParity));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Frame_data_round_trips() =>
        Prop.ForAll(Frames().ToArbitrary(), frame =>
        {
            var card = Wiegand.Decode(frame).Card!;
            return Wiegand.Encode(frame.Length, Convert.ToUInt64(card[4..], 16)) == frame;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Of_325_double_bit_errors_156_pass_the_parity_of_26_bits()
    {
        var frame = Wiegand.Encode(26, 0xD41B81);
        var passed = 0;
        for (var first = 0; first < 26; first++)
            for (var second = first + 1; second < 26; second++)
                passed += Wiegand.Decode(frame with { Bits = frame.Bits ^ (1UL << first) ^ (1UL << second) }).Card is null ? 0 : 1;
        Assert.Equal(156, passed);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(4)]
    [InlineData(13)]
    [InlineData(25)]
    [InlineData(27)]
    [InlineData(64)]
    public void A_truncated_frame_is_not_a_card(int length) => Assert.Equal(Wiegand.BadLength, Wiegand.Decode(new(0, length)).Reason);

    private static Gen<CardFrame> Frames() =>
        from length in Gen.Elements(26, 34, 37)
        from high in Gen.Choose(0, int.MaxValue)
        from low in Gen.Choose(0, int.MaxValue)
        select Wiegand.Encode(length, (((ulong)high << 31) | (uint)low) & ((1UL << (length - 2)) - 1));
}
