using Estate.Domain.Devices;
using Estate.Gateway.Pipeline;
using Estate.Gateway.Pipeline.Devices;
using NodaTime;
using Xunit;

namespace Estate.Gateway.Tests.Pipeline.Devices;

/// <summary>Whoever says much waits behind itself alone.</summary>
public sealed class FairQueueTests
{
    private static readonly DeviceId Mad = new("bins", "mad"), Sane = new("bins", "sane"), Other = new("bins", "other");

    private readonly FairQueue _queue = new();

    [Fact]
    public void Devices_take_turns_and_each_keeps_its_own_order()
    {
        for (var i = 0; i < 100; i++)
            Offer(Mad, $"m{i}");
        Offer(Sane, "s0");
        Offer(Sane, "s1");
        Offer(Other, "o0");
        Assert.Equal(["m0", "s0", "o0", "m1", "s1", "m2", "m3"], Dequeue(7));
        Offer(Other, "o1");
        Assert.Equal(["m4", "o1", "m5"], Dequeue(3));
        Assert.Equal(Enumerable.Range(6, 94).Select(i => $"m{i}"), Dequeue(200));
        Assert.Equal(0, _queue.Count);
    }

    [Fact]
    public void A_full_queue_of_one_device_leaves_room_for_others()
    {
        for (var i = 0; i < FairQueue.MaxMessagesPerDevice; i++)
            Assert.Equal(Room.Found, Offer(Mad, "m"));
        Assert.Equal(Room.NoneInItsLine, Offer(Mad, "m"));
        Assert.Equal(Room.Found, Offer(Sane, "s"));
        Assert.Equal(Room.Found, _queue.Offer(Mad, Message("fire"), isUrgent: true));
        Assert.Equal("fire", Dequeue(FairQueue.MaxMessagesPerDevice + 2)[^1]);
    }

    [Fact]
    public void Bytes_are_bounded_as_messages_are()
    {
        var large = new string('x', 64 * 1024);
        for (var i = 0; i < FairQueue.MaxBytesPerDevice / large.Length; i++)
            Assert.Equal(Room.Found, Offer(Mad, large));
        Assert.Equal(Room.NoneInItsLine, Offer(Mad, large));
        var all = Enumerable.Range(0, 100)
            .SelectMany(device => Enumerable.Range(0, 40).Select(_ => Offer(new("bins", $"d{device}"), large))).ToList();
        Assert.Contains(Room.None, all);
        Assert.InRange(_queue.Count * (long)large.Length, 1, FairQueue.MaxBytes);
        Dequeue(10_000);
        Assert.Equal(Room.Found, Offer(Mad, large));
    }

    [Fact]
    public void A_full_queue_refuses_messages_but_admits_urgent_ones()
    {
        var all = Enumerable.Range(0, 60).SelectMany(device => Enumerable.Range(0, 400).Select(_ => Offer(new("bins", $"d{device}"), "m")))
            .ToList();
        Assert.Equal(FairQueue.MaxMessages, all.Count(room => room == Room.Found));
        Assert.Equal(Room.None, all[^1]);
        Assert.Equal(Room.Found, _queue.Offer(Sane, Message("fire"), isUrgent: true));
    }

    private Room Offer(DeviceId speaker, string word) => _queue.Offer(speaker, Message(word));

    private static RawMessage Message(string word) => new(word, new byte[word.Length], IsRetained: false, Instant.MinValue);

    private List<string> Dequeue(int atMost)
    {
        var taken = new List<string>();
        while (taken.Count < atMost && _queue.TryTake(out var message))
            taken.Add(((RawMessage)message!).Topic);
        return taken;
    }
}
