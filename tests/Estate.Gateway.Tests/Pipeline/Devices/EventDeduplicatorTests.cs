using Estate.Domain.Parking;
using Estate.Domain.Devices;
using Estate.Gateway.Pipeline.Devices;
using NodaTime;
using Xunit;

namespace Estate.Gateway.Tests.Pipeline.Devices;

public sealed class EventDeduplicatorTests
{
    private static readonly DeviceId Sensor = new("parking", "a001");
    private readonly EventDeduplicator _known = new(kept: 3, capacity: 10);

    [Fact]
    public void The_newest_durable_events_are_known_and_the_store_is_asked_about_older_ones()
    {
        for (var seq = 1; seq <= 5; seq++)
            _known.Remember(Event(seq)).DurableAnswer = [(byte)seq];
        Assert.Equal(
            [Identity.AskStore, Identity.AskStore, Identity.Repeated, Identity.Repeated, Identity.Repeated],
            Enumerable.Range(1, 5).Select(IdentityOf));
        Assert.Equal([5], _known.Check(Event(5), new()).Known!.DurableAnswer!);
    }

    [Fact]
    public void What_the_store_does_not_have_yet_is_not_forgotten()
    {
        var entries = Enumerable.Range(1, 8).Select(seq => _known.Remember(Event(seq))).ToList();
        Assert.All(Enumerable.Range(1, 8), seq => Assert.Equal(Identity.Repeated, IdentityOf(seq)));
        entries.ForEach(entry => entry.DurableAnswer = []);
        _known.Remember(Event(9));
        Assert.Equal([7, 8, 9], Enumerable.Range(1, 9).Where(seq => IdentityOf(seq) == Identity.Repeated));
    }

    [Fact]
    public void There_is_an_end_to_what_waits_for_a_disk()
    {
        for (var seq = 1; seq <= 12; seq++)
            _known.Remember(Event(seq));
        Assert.Equal(Enumerable.Range(3, 10), Enumerable.Range(1, 12).Where(seq => IdentityOf(seq) == Identity.Repeated));
    }

    private Identity IdentityOf(int seq) => _known.Check(Event(seq), new() { Boot = 1, Seq = 100 }).Identity;

    private static DeviceEvent Event(int seq) => new(
        Sensor, new($"1-{seq}", 1, seq, 7), EventTime.Now(Instant.FromUtc(2026, 11, 1, 8, 0)), new BayReport(true));
}
