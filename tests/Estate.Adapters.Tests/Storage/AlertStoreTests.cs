using Estate.Adapters.Storage;
using Estate.Domain.Alerts;
using Estate.Domain.Devices;
using Estate.TestKit;
using NodaTime;
using Xunit;

namespace Estate.Adapters.Tests.Storage;

/// <summary>One open alert per name is a rule of the store (pain 3), and what is to be told waits there until it was.</summary>
public sealed class AlertStoreTests : IDisposable
{
    private static readonly Instant Noon = Instant.FromUtc(2026, 3, 2, 12, 0);
    private static readonly AlertKey Smoke = new(new("charger", "north-1"), "smoke", "");

    private readonly TemporaryFolder _folder = new();
    private readonly EstateDatabase _database;
    private readonly EstateStore _store;
    private readonly AlertReader _reader;

    public AlertStoreTests()
    {
        _database = new EstateDatabase(_folder.File("estate.db"));
        (_store, _reader) = (new(_database, [], new AuditChain(_database, new byte[32])), new(_database));
    }

    public void Dispose()
    {
        _store.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void When_alerts_were_taken_is_read_without_those_that_were_never_raised_or_known_only_afterwards()
    {
        Commit(
            Alert("a1", Smoke) with { RaisedAt = Noon, AcknowledgedAt = Noon + Duration.FromMinutes(3), AcknowledgedBy = "desk" },
            Alert("b1", Smoke with { Component = "socket-2" }) with { RaisedAt = Noon },
            Alert("c1", Smoke with { Component = "socket-3" }) with { RaisedAt = null },
            Alert("d1", Smoke with { Component = "socket-4" }) with { RaisedAt = Noon, IsHistorical = true });
        Assert.Equal(
            [new(Noon, null), new AlertAcknowledgement(Noon, Noon + Duration.FromMinutes(3))],
            _reader.Acknowledgements(Noon - Duration.FromDays(1), 100).OrderBy(one => one.At));
        Assert.Single(_reader.Acknowledgements(Noon - Duration.FromDays(1), 1));
        Assert.Empty(_reader.Acknowledgements(Noon + Duration.FromDays(1), 100));
    }

    [Fact]
    public void The_store_refuses_a_second_open_alert_of_the_same_key_and_keeps_the_rest()
    {
        Commit(Alert("a1", Smoke), Alert("b1", Smoke with { Component = "socket-2" }));
        Commit(Alert("a2", Smoke), Alert("c1", new(new("charger", "north-2"), "smoke", "")));
        Assert.Equal(1, _store.Conflicts);
        Assert.Equal(["a1", "b1", "c1"], _reader.Since(Noon).Select(alert => alert.Id).Order());
        // Closed, its name is free again, also within one commit.
        Commit(Alert("a1", Smoke) with { ClosedAt = Noon + Duration.FromHours(1) }, Alert("a3", Smoke));
        Assert.Equal(1, _store.Conflicts);
        Assert.Equal(["a3", "b1", "c1"], _reader.Since(Noon + Duration.FromHours(2)).Select(alert => alert.Id).Order());
        Assert.Equal(Noon + Duration.FromHours(1), _reader.Find("a1")!.ClosedAt);
        Assert.Equal("a1", _reader.Closed(10).Single().Id);
    }

    [Fact]
    public void A_notification_waits_until_delivered_and_is_not_delivered_twice()
    {
        var batch = new CommitBatch();
        batch.Notifications.AddRange([Told("n1", "duty"), Told("n2", "duty"), Told("n3", "desk"), Told("n1", "duty")]);
        _store.Commit(batch);
        Assert.Equal(["n1", "n2"], _reader.Waiting("duty", 10).Select(one => one.Id));
        var settled = new CommitBatch();
        settled.Deliveries.AddRange([new("n1", 2, Noon, null), new("n3", 9, Noon, "duty answered 404")]);
        _store.Commit(settled);
        _store.Commit(batch);
        Assert.Equal(["n2"], _reader.Waiting("duty", 10).Select(one => one.Id));
        Assert.Equal(
            [(2, null), (0, null), (9, "duty answered 404")], _reader.DeliveriesOf("a1").Select(row => (row.Attempts, row.Problem)));
    }

    [Fact]
    public void The_severest_waits_at_the_front_and_a_damaged_row_hides_no_other()
    {
        var batch = new CommitBatch();
        batch.Notifications.AddRange(new[] { Severity.Low, Severity.Medium, Severity.High, Severity.Medium }.Select((severity, n) =>
            Told($"n{n}", "duty") with { Alert = Alert("a1", Smoke) with { Severity = severity } }));
        _store.Commit(batch);
        TestDatabase.Run(_folder.File("estate.db"), "INSERT INTO outbox(id, at, notifier, body) VALUES('bad', 0, 'duty', '{')");
        Assert.Equal(["n2", "n1", "n3", "n0"], _reader.Waiting("duty", 10).Select(one => one.Id));
        Assert.Equal(["n2"], _reader.Waiting("duty", 1).Select(one => one.Id));
    }

    private void Commit(params Alert[] alerts)
    {
        var batch = new CommitBatch();
        foreach (var alert in alerts)
            batch.Alerts[alert.Id] = alert;
        _store.Commit(batch);
    }

    private static Alert Alert(string id, AlertKey key) => new(id, key, Severity.High, new("烟雾", "Smoke"), Noon) { RaisedAt = Noon };

    private static Notification Told(string id, string notifier) =>
        new(id, notifier, NotificationKind.Raised, new("台", "Desk"), Noon, Alert("a1", Smoke));
}
