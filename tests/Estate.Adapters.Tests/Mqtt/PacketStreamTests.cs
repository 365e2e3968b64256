using Estate.Adapters.Mqtt;
using Estate.TestKit;
using Xunit;

namespace Estate.Adapters.Tests.Mqtt;

/// <summary>What the connection's bytes cost and promise, over a stream that counts and can be held up.</summary>
public sealed class PacketStreamTests
{
    private static readonly byte[] Packet = [0x30, 3, 0, 1, (byte)'a'];

    [Fact]
    public async Task Packets_that_came_together_are_read_in_one_call()
    {
        var inner = new SlowStream([.. Enumerable.Repeat(Packet, 100).SelectMany(one => one)]);
        await using var stream = new PacketStream(inner, new PacketBounds(100));
        for (var i = 0; i < 100; i++)
        {
            var (head, body) = (new byte[2], new byte[3]);
            await stream.ReadExactlyAsync(head);
            await stream.ReadExactlyAsync(body);
            Assert.Equal(Packet, head.Concat(body));
        }
        Assert.Equal(1, inner.Reads);
    }

    [Fact]
    public async Task Writes_during_a_send_go_out_in_one_call()
    {
        var inner = new SlowStream([]);
        await using var stream = new PacketStream(inner, new PacketBounds(100));
        await stream.WriteAsync(new byte[] { 0 });
        await Eventually.UntilAsync(() => inner.Writes == 1);
        for (var i = 1; i <= 99; i++)
            await stream.WriteAsync(new[] { (byte)i });
        inner.LetGo();
        await Eventually.UntilAsync(() => inner.Sent.Count == 100);
        Assert.Equal(2, inner.Writes);
        Assert.Equal(Enumerable.Range(0, 100).Select(i => (byte)i), inner.Sent);
    }

    [Fact]
    public async Task What_is_written_while_somebody_holds_it_goes_out_in_one_call()
    {
        var inner = new SlowStream([]);
        inner.LetGo();
        await using var stream = new PacketStream(inner, new PacketBounds(100));
        using (stream.Hold())
        {
            using (stream.Hold())
                for (var i = 0; i < 50; i++)
                    await stream.WriteAsync(new[] { (byte)i });
            for (var i = 50; i < 100; i++)
                await stream.WriteAsync(new[] { (byte)i });
            Assert.Equal(0, inner.Writes);
        }
        await Eventually.UntilAsync(() => inner.Sent.Count == 100);
        Assert.Equal((1, 0), (inner.Writes, inner.Sent[0]));
    }

    [Fact]
    public async Task Who_waits_for_room_does_not_wait_for_a_holder()
    {
        var inner = new SlowStream([]);
        inner.LetGo();
        await using var stream = new PacketStream(inner, new PacketBounds(100));
        using var together = stream.Hold();
        await stream.WriteAsync(new byte[300_000]).AsTask().WaitAsync(TimeSpan.FromSeconds(20));
        await Eventually.UntilAsync(() => inner.Sent.Count == 300_000);
    }

    [Fact]
    public async Task Closing_sends_what_somebody_still_holds()
    {
        var inner = new SlowStream([]);
        inner.LetGo();
        var stream = new PacketStream(inner, new PacketBounds(100));
        using var together = stream.Hold();
        await stream.WriteAsync(new byte[] { 1, 2 });
        await stream.DisposeAsync();
        await Eventually.UntilAsync(() => inner.IsDisposed);
        Assert.Equal([1, 2], inner.Sent);
    }

    [Fact]
    public async Task Concurrent_writers_neither_lose_nor_interleave_packets()
    {
        var inner = new SlowStream([]);
        inner.LetGo();
        await using var stream = new PacketStream(inner, new PacketBounds(100));
        await Task.WhenAll(Enumerable.Range(0, 8).Select(writer => Task.Run(async () =>
        {
            for (var i = 0; i < 5_000; i++)
                await stream.WriteAsync(new byte[] { (byte)writer, (byte)writer, (byte)writer });
        })));
        await Eventually.UntilAsync(() => inner.Sent.Count == 8 * 5_000 * 3);
        Assert.All(inner.Sent.Chunk(3), three => Assert.True(three[0] == three[1] && three[1] == three[2]));
        Assert.All(inner.Sent.GroupBy(one => one), writer => Assert.Equal(15_000, writer.Count()));
        Assert.Equal(1, inner.MostAtOnce);
    }

    [Fact]
    public async Task Closing_flushes_and_then_ends_the_connection()
    {
        var inner = new SlowStream([]);
        var stream = new PacketStream(inner, new PacketBounds(100));
        await stream.WriteAsync(new byte[] { 1 });
        await Eventually.UntilAsync(() => inner.Writes == 1);
        await stream.WriteAsync(new byte[] { 2, 3 });
        await stream.DisposeAsync();
        Assert.False(inner.IsDisposed);
        await Assert.ThrowsAsync<IOException>(async () => await stream.WriteAsync(new byte[] { 4 }));
        inner.LetGo();
        await Eventually.UntilAsync(() => inner.IsDisposed);
        Assert.Equal([1, 2, 3], inner.Sent);
        Assert.Null(stream.Trouble);
    }

    [Fact]
    public async Task A_peer_that_reads_nothing_blocks_writers_but_not_the_close()
    {
        var inner = new SlowStream([]);
        var stream = new PacketStream(inner, new PacketBounds(100));
        await stream.WriteAsync(new byte[] { 1 });
        await Eventually.UntilAsync(() => inner.Writes == 1);
        Assert.True(stream.WriteAsync(new byte[100_000]).AsTask().IsCompletedSuccessfully);
        var held = stream.WriteAsync(new byte[200_000]).AsTask();
        Assert.False(held.IsCompleted);
        await stream.DisposeAsync();
        await Assert.ThrowsAnyAsync<IOException>(() => held);
        await Eventually.UntilAsync(() => inner.IsDisposed);
    }

    [Fact]
    public async Task A_send_error_also_ends_reading_and_is_reported()
    {
        var inner = new SlowStream([]) { Failure = new IOException("cable") };
        inner.LetGo();
        await using var stream = new PacketStream(inner, new PacketBounds(100));
        await stream.WriteAsync(new byte[] { 1 });
        await Eventually.UntilAsync(() => inner.IsDisposed);
        Assert.Equal("cable", stream.Trouble);
        Assert.Equal("cable", (await Assert.ThrowsAsync<IOException>(async () => await stream.WriteAsync(new byte[] { 2 }))).Message);
    }

    [Theory]
    [InlineData(5, "the broker ended the connection")]
    [InlineData(10, "the broker ended the connection")]
    [InlineData(6, "the broker ended the connection in the middle of a message")]
    [InlineData(7, "the broker ended the connection in the middle of a message")]
    [InlineData(9, "the broker ended the connection in the middle of a message")]
    public async Task The_position_where_the_stream_ended_is_reported(int bytes, string trouble)
    {
        var inner = new SlowStream([.. Packet.Concat(Packet).Take(bytes)]) { EndsAfterwards = true };
        await using var stream = new PacketStream(inner, new PacketBounds(100));
        var read = new byte[20];
        while (await stream.ReadAsync(read) > 0)
        {
        }
        Assert.Equal(trouble, stream.Trouble);
    }

    [Fact]
    public void Packet_bounds_are_tracked_however_the_stream_is_split()
    {
        var random = new Random(7);
        for (var run = 0; run < 500; run++)
        {
            var bounds = new PacketBounds(70_000);
            var lengths = Enumerable.Range(0, 5)
                .Select(_ => random.Next(4) switch { 0 => 0, 1 => random.Next(128), 2 => random.Next(16_384), _ => random.Next(70_000) })
                .ToList();
            byte[] bytes = [.. lengths.SelectMany(PacketOf)];
            for (var at = 0; at < bytes.Length;)
            {
                var count = Math.Min(random.Next(1, 40_000), bytes.Length - at);
                bounds.Follow(bytes.AsSpan(at, count));
                at += count;
                Assert.Equal(at == bytes.Length || EndsOf(lengths).Contains(at), bounds.IsBetweenPackets);
            }
        }
    }

    private static IEnumerable<int> EndsOf(IReadOnlyList<int> lengths)
    {
        var end = 0;
        foreach (var length in lengths)
            yield return end += PacketOf(length).Length;
    }

    private static byte[] PacketOf(int length)
    {
        List<byte> bytes = [0x30];
        var left = length;
        do
        {
            bytes.Add((byte)((left & 0x7f) | (left > 0x7f ? 0x80 : 0)));
            left >>= 7;
        }
        while (left > 0);
        return [.. bytes, .. new byte[length]];
    }
}
