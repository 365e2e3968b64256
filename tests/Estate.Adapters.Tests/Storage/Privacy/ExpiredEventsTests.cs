using Estate.Adapters.Storage.Privacy;
using Estate.TestKit;
using NodaTime;
using Xunit;

namespace Estate.Adapters.Tests.Storage.Privacy;

/// <summary>Ids of events go after their days, by what was noted each month of how far a device has counted; never a younger one.</summary>
public sealed class ExpiredEventsTests : IDisposable
{
    private static readonly DateTimeOffset Begin = new(2026, 11, 1, 3, 0, 0, TimeSpan.Zero);
    private readonly TestHouseholds _estate = new();

    public void Dispose() => _estate.Dispose();

    [Fact]
    public async Task Ids_go_after_their_days_and_younger_ones_stay()
    {
        Hear("a", boot: 7, first: 1, last: 300);
        Assert.Equal(0, await RunAsync(day: 0));
        Hear("a", boot: 8, first: 1, last: 20);
        Hear("b", boot: 1, first: 1, last: 9);
        Assert.Equal(0, await RunAsync(day: 700));
        Assert.Equal(0, await RunAsync(day: 1_094));
        Assert.Equal(300, await RunAsync(day: 1_095));
        Assert.Equal((20, 9), (Left("a"), Left("b")));
        Assert.Equal(0, await RunAsync(day: 1_096));
        Assert.Equal(29, await RunAsync(day: 1_095 + 700));
    }

    [Fact]
    public async Task How_far_a_device_has_counted_is_noted_once_a_month()
    {
        Hear("a", boot: 7, first: 1, last: 3);
        for (var day = 0; day < 57; day += 4)
            await RunAsync(day);
        Assert.Equal(3, TestDatabase.Count(_estate.Database.Path, "SELECT count(*) FROM event_mark"));
    }

    /// <summary>Its ids are young although its numbers are low.</summary>
    [Fact]
    public async Task Another_board_under_the_name_keeps_its_ids_for_as_long()
    {
        Hear("a", boot: 900, first: 1, last: 5);
        await RunAsync(day: 0);
        TestDatabase.Run(_estate.Database.Path, "DELETE FROM state");
        Hear("a", boot: 1, first: 1, last: 4);
        await RunAsync(day: 600);
        Hear("a", boot: 950, first: 1, last: 2);
        await RunAsync(day: 700);
        Assert.Equal(0, await RunAsync(day: 1_100));
        Assert.Equal(4, await RunAsync(day: 1_700));
        Assert.Equal(7, Left("a"));
    }

    [Fact]
    public async Task A_run_that_was_killed_is_finished_by_the_next()
    {
        Hear("a", boot: 7, first: 1, last: 30);
        await RunAsync(day: 0);
        using (var killed = _estate.Database.Open())
            Assert.Equal(20, new ExpiredEvents(killed, At(1_095), 1_095).DeleteNext(20));
        Assert.Equal(10, await RunAsync(day: 1_096));
        Assert.Equal(0, Left("a"));
    }

    private static Instant At(int day) => Instant.FromDateTimeOffset(Begin) + Duration.FromDays(day);

    /// <summary>Some events of a boot, and the device's presence after them.</summary>
    private void Hear(string device, int boot, int first, int last) => TestDatabase.Run(
        _estate.Database.Path,
        $$"""
        WITH RECURSIVE n(i) AS (SELECT {{first}} UNION ALL SELECT i + 1 FROM n WHERE i < {{last}})
        INSERT INTO event(device, id, hash, boot, seq, answer) SELECT 'bins/{{device}}', '{{boot}}-' || i, i, {{boot}}, i, x'7B7D' FROM n;
        INSERT INTO state(device, presence, body) VALUES('bins/{{device}}', '{"boot":{{boot}},"seq":{{last}}}', '{}')
        ON CONFLICT(device) DO UPDATE SET presence = excluded.presence;
        """);

    private long Left(string device) =>
        TestDatabase.Count(_estate.Database.Path, $"SELECT count(*) FROM event WHERE device = 'bins/{device}'");

    /// <returns>How many went.</returns>
    private async Task<long> RunAsync(int day)
    {
        var time = new ShiftedTime(Begin + TimeSpan.FromDays(day) - TimeProvider.System.GetUtcNow());
        var report = await new Retention(_estate.Database, _estate.Reader, _estate.Audit, _estate.Kinds)
            .RunAsync(new(), "gateway", time, default);
        var events = report.Lines.Single(line => line.Name == "events");
        Assert.Equal(0, events.Left);
        return events.Erased;
    }
}
