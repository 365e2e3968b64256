using Estate.Adapters.Gpio;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Estate.Adapters.Tests.Gpio;

public sealed class WireFrameAssemblerTests
{
    private const long Millisecond = 1_000_000;
    private const long GapNs = 30 * Millisecond;

    private readonly List<WireFrame> _frames = [];
    private readonly List<string> _reasons = [];
    private readonly WireFrameAssembler _assembler;
    private uint _number;

    public WireFrameAssemblerTests() => _assembler = new(TimeSpan.FromMilliseconds(30), _frames.Add, _reasons.Add);

    [Fact]
    public void Every_frame_is_assembled_whatever_its_bits_jitter_and_read_pattern() =>
        Prop.ForAll(ArbMap.Default.ArbFor<int>(), seed =>
        {
            var random = new Random(seed);
            var test = new WireFrameAssemblerTests();
            var sent = new List<WireFrame>();
            var edges = new List<WireEdge>();
            var at = random.NextInt64(1L << 40);
            for (var count = random.Next(1, 30); count > 0; count--)
            {
                var length = random.Next(1, 65);
                var bits = 0UL;
                for (var bit = 0; bit < length; bit++)
                {
                    var isOne = random.Next(2) == 1;
                    bits = (bits << 1) | (isOne ? 1UL : 0UL);
                    at += random.NextInt64(100_000, 20 * Millisecond);
                    edges.Add(new(at, ++test._number, isOne));
                }
                sent.Add(new(bits, length));
                at += random.NextInt64(50 * Millisecond, 5_000 * Millisecond);
            }
            test.FeedInPieces(edges, random);
            return test._frames.SequenceEqual(sent) && test._reasons.Count == 0;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Pulses_that_were_read_in_the_wrong_order_are_sorted()
    {
        Add(0, "1");
        var second = new WireEdge(2 * Millisecond, 2, false);
        var third = new WireEdge(4 * Millisecond, 3, true);
        _assembler.Add(third);
        _assembler.Flush(4 * Millisecond);
        _assembler.Add(second);
        _assembler.Flush(100 * Millisecond);
        Assert.Equal([new WireFrame(0b101, 3)], _frames);
    }

    [Fact]
    public void A_frame_with_a_lost_pulse_is_discarded_and_the_next_one_is_not()
    {
        Add(0, "110");
        _number++;
        Add(6 * Millisecond, "1");
        Add(100 * Millisecond, "01");
        _assembler.Flush(500 * Millisecond);
        Assert.Equal([WireFrameAssembler.SequenceGap], _reasons);
        Assert.Equal([new WireFrame(0b01, 2)], _frames);
    }

    [Fact]
    public void A_pulse_lost_between_frames_discards_the_following_frame()
    {
        Add(0, "11");
        _number++;
        Add(100 * Millisecond, "01");
        _assembler.Flush(500 * Millisecond);
        Assert.Equal([WireFrameAssembler.SequenceGap], _reasons);
        Assert.Equal([new WireFrame(0b11, 2)], _frames);
    }

    [Fact]
    public void A_late_pulse_costs_only_its_own_frame()
    {
        _assembler.Add(new(0, 1, true));
        _assembler.Add(new(2 * Millisecond, 3, true));
        _assembler.Flush(100 * Millisecond);
        _assembler.Add(new(Millisecond, 2, true));
        _assembler.Flush(200 * Millisecond);
        _number = 3;
        Add(300 * Millisecond, "10");
        _assembler.Flush(500 * Millisecond);
        Assert.Equal([WireFrameAssembler.SequenceGap, WireFrameAssembler.SequenceGap], _reasons);
        Assert.Equal([new WireFrame(0b10, 2)], _frames);
    }

    [Fact]
    public void Sequence_numbers_may_wrap_around()
    {
        // Two gaps, to get there quickly.
        _assembler.Add(new(0, int.MaxValue, true));
        _assembler.Add(new(100 * Millisecond, uint.MaxValue - 1, true));
        _assembler.Add(new(200 * Millisecond, uint.MaxValue, true));
        _assembler.Add(new(202 * Millisecond, 0, false));
        _assembler.Add(new(300 * Millisecond, 1, true));
        _assembler.Flush(500 * Millisecond);
        Assert.Equal((2, 2), (_reasons.Count, _frames.Count));
        Assert.Equal([new WireFrame(0b10, 2), new WireFrame(1, 1)], _frames);
    }

    [Theory]
    [InlineData(99_999, true)]
    [InlineData(100_000, false)]
    public void Pulses_closer_than_a_reader_can_send_are_noise(long spacingNs, bool isNoise)
    {
        Add(0, "10110", spacingNs);
        _assembler.Flush(500 * Millisecond);
        Assert.Equal((isNoise ? 1 : 0, isNoise ? 0 : 1), (_reasons.Count(reason => reason == WireFrameAssembler.Noise), _frames.Count));
    }

    [Fact]
    public void Sixty_four_bits_are_a_frame_and_one_more_is_too_long()
    {
        Add(0, new string('1', 64));
        _assembler.Flush(500 * Millisecond);
        Assert.Equal([new WireFrame(ulong.MaxValue, 64)], _frames);
        Add(1_000 * Millisecond, new string('1', 65));
        _assembler.Flush(2_000 * Millisecond);
        Assert.Equal([WireFrameAssembler.TooLong], _reasons);
        Assert.Single(_frames);
    }

    [Fact]
    public void Endless_noise_is_reported_once_and_the_frame_after_it_is_read()
    {
        for (var i = 0; i < 50; i++)
        {
            Add(i * 200 * Millisecond, new string('0', 100));
            _assembler.Flush(i * 200 * Millisecond + 198 * Millisecond);
            Assert.Equal([WireFrameAssembler.TooLong], _reasons);
        }
        Add(20_000 * Millisecond, "101");
        _assembler.Flush(21_000 * Millisecond);
        Assert.Equal([new WireFrame(0b101, 3)], _frames);
        Assert.Single(_reasons);
    }

    [Fact]
    public void Noise_that_is_never_flushed_uses_bounded_memory()
    {
        for (var i = 0; i < 100_000; i++)
            _assembler.Add(new(i * Millisecond, ++_number, true));
        Assert.Equal([WireFrameAssembler.TooLong], _reasons);
    }

    [Fact]
    public void More_than_20_frames_a_second_are_a_flood_until_a_second_of_rest()
    {
        for (var i = 0; i < 40; i++)
            Add(i * 40 * Millisecond, "1");
        _assembler.Flush(1_600 * Millisecond);
        Assert.Equal(20, _frames.Count);
        Assert.Equal(Enumerable.Repeat(WireFrameAssembler.Flood, 20), _reasons);
        Add(1_700 * Millisecond, "1");
        _assembler.Flush(1_800 * Millisecond);
        Assert.Equal((20, 21), (_frames.Count, _reasons.Count));
        Add(2_800 * Millisecond, "1");
        _assembler.Flush(3_000 * Millisecond);
        Assert.Equal((21, 21), (_frames.Count, _reasons.Count));
    }

    [Fact]
    public void Twenty_frames_a_second_are_not_a_flood()
    {
        for (var i = 0; i < 200; i++)
            Add(i * 50 * Millisecond, "1");
        _assembler.Flush(20_000 * Millisecond);
        Assert.Equal((200, 0), (_frames.Count, _reasons.Count));
    }

    [Fact]
    public void A_stalled_reader_neither_merges_nor_splits()
    {
        // All was waiting in the kernel for ten seconds; the last frame is still under way.
        Add(0, "1100");
        Add(4 * 2 * Millisecond + GapNs, "01");
        Add(10_000 * Millisecond, "11");
        _assembler.Flush(10_003 * Millisecond);
        Assert.Equal([new WireFrame(0b1100, 4), new WireFrame(0b01, 2)], _frames);
        Add(10_004 * Millisecond, "0");
        _assembler.Flush(10_004 * Millisecond + GapNs);
        Assert.Equal(2, _frames.Count);
        Assert.Equal(10_004 * Millisecond + GapNs + 1, _assembler.DueNs);
        _assembler.Flush(_assembler.DueNs!.Value);
        Assert.Equal(new WireFrame(0b110, 3), _frames[^1]);
        Assert.Null(_assembler.DueNs);
    }

    /// <summary>As the wires are read: neighbours swapped, in pieces, with a clock that is anywhere up to the next pulse.</summary>
    private void FeedInPieces(List<WireEdge> edges, Random random)
    {
        var order = edges.ToArray();
        for (var i = 1; i < order.Length; i++)
            if (order[i].TimestampNs - order[i - 1].TimestampNs <= GapNs && random.Next(4) == 0)
                (order[i - 1], order[i]) = (order[i], order[i - 1]);
        var known = long.MinValue;
        for (var i = 0; i < order.Length; i++)
        {
            _assembler.Add(order[i]);
            known = Math.Max(known, order[i].TimestampNs);
            var next = order.Skip(i + 1).Take(64).Select(edge => edge.TimestampNs).DefaultIfEmpty(long.MaxValue).Min();
            if (random.Next(3) == 0 && next > known)
                _assembler.Flush(Math.Min(next, known + random.NextInt64(2 * GapNs)));
        }
        _assembler.Flush(known + 2 * GapNs);
    }

    private void Add(long atNs, string bits, long spacingNs = 2 * Millisecond)
    {
        for (var i = 0; i < bits.Length; i++)
            _assembler.Add(new(atNs + i * spacingNs, ++_number, bits[i] == '1'));
    }
}
