using Estate.Domain.Alerts;
using Estate.Domain.Devices;
using Estate.Gateway.Pipeline.Notify;
using NodaTime;
using Xunit;

namespace Estate.Gateway.Tests.Pipeline.Notify;

public sealed class DeliveryQueueTests
{
    private readonly List<Notification> _stored = [];
    private readonly DeliveryQueue _queue;

    public DeliveryQueueTests() => _queue = new(() => [.. _stored.OrderByDescending(one => one.Alert.Severity)]);

    [Fact]
    public void The_severest_goes_first_and_of_one_severity_the_oldest()
    {
        Store(("a", Severity.Low), ("b", Severity.Medium), ("c", Severity.High), ("d", Severity.High));
        Assert.Equal(["c", "d", "b", "a"], DeliverAll());
    }

    [Fact]
    public void A_fire_overtakes_what_waits_when_it_comes()
    {
        Store(("a", Severity.Low), ("b", Severity.Low));
        Assert.Equal("a", _queue.Next()!.Id);
        Store(("fire", Severity.High));
        Assert.Equal("fire", _queue.Next()!.Id);
    }

    [Fact]
    public void One_that_is_refused_again_and_again_keeps_nobody_waiting()
    {
        Store(("odd", Severity.High), ("a", Severity.Low));
        for (var i = 1; i <= 3; i++)
            Assert.Equal(("odd", i), (_queue.Next()!.Id, _queue.Try(_queue.Next()!)));
        Assert.Equal("a", _queue.Next()!.Id);
        _queue.Settle(_queue.Next()!);
        Assert.Equal("odd", _queue.Next()!.Id);
    }

    [Fact]
    public void The_end_of_an_alert_is_not_told_before_its_beginning()
    {
        Store(("a-raised", Severity.High, "a"), ("a-cleared", Severity.High, "a"), ("b", Severity.Low, "b"));
        for (var i = 0; i < 3; i++)
            _queue.Try(_queue.Next()!);
        Assert.Equal(["b", "a-raised", "a-cleared"], DeliverAll());
    }

    [Fact]
    public void What_is_delivered_is_not_delivered_again_while_the_disk_does_not_know_it()
    {
        Store(("a", Severity.Low));
        _queue.Settle(_queue.Next()!);
        _queue.Refresh();
        Assert.Null(_queue.Next());
    }

    private List<string> DeliverAll()
    {
        List<string> order = [];
        while (_queue.Next() is { } next)
        {
            order.Add(next.Id);
            _queue.Settle(next);
        }
        return order;
    }

    private void Store(params (string Id, Severity Severity)[] notifications) =>
        Store([.. notifications.Select(one => (one.Id, one.Severity, one.Id))]);

    private void Store(params (string Id, Severity Severity, string Alert)[] notifications)
    {
        var at = Instant.FromUtc(2026, 3, 2, 12, 0);
        _stored.AddRange(notifications.Select(one => new Notification(one.Id, "duty", NotificationKind.Raised, new("台", "Desk"), at,
            new(one.Alert, new(new("charger", "north-1"), "smoke", ""), one.Severity, new("烟雾报警", "Smoke"), at))));
        _queue.Refresh();
    }
}
