using System.Text.Json;
using Estate.Domain.Devices;
using Estate.FirmwareSim;
using Estate.Gateway.Pipeline.Devices;
using Estate.TestKit;
using Estate.Web.Tests.Running;
using Xunit;

namespace Estate.Web.Tests.Pipeline;

/// <summary>An id that the store knows is never taken for new, however long ago it was used.</summary>
public sealed class UsedIdTests
{
    private static readonly DeviceId Station = new("bins", "station-1");

    [Fact]
    public void A_used_id_is_never_called_new_and_false_positives_are_rare()
    {
        const int used = 500_000, fresh = 200_000;
        var ids = new UsedIdFilter(used);
        for (var i = 0; i < used; i++)
            ids.Add(Station, $"1772400000-{i:D9}");
        Assert.False(ids.IsSurelyNew(Station, "never"));
        ids.Complete();
        for (var i = 0; i < used; i++)
            Assert.False(ids.IsSurelyNew(Station, $"1772400000-{i:D9}"));
        var asked = Enumerable.Range(used, fresh).Count(i => !ids.IsSurelyNew(Station, $"1772400000-{i:D9}"));
        Assert.InRange(asked, 0, fresh / 100);
        Assert.InRange(ids.Bytes, 1, 4_000_000);
    }

    /// <summary>Numbers of the journal grow for ever; memory does not.</summary>
    [Fact]
    public void Ten_years_take_no_more_memory_than_one() =>
        Assert.Equal((16 << 20, 16 << 20), (new UsedIdFilter(4_000_000).Bytes, new UsedIdFilter(40_000_000).Bytes));

    [Fact]
    public async Task A_reused_id_is_refused_even_after_memory_has_forgotten_it()
    {
        await using var gateway = await RunningGateway.StartAsync();
        var station = await gateway.StationAsync();
        station.Tap("CARD0001");
        await Eventually.UntilAsync(() => station.Waiting == 0);
        await gateway.StopGatewayAsync();
        // Ids above all others, so that the first is not among those a start puts back; as long ago as one likes.
        TestDatabase.Run(gateway.Data.Database, "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 25000) INSERT "
            + "INTO event SELECT 'bins/station-1', 'z' || i, i, 1, i, x'7B7D' FROM n");
        await gateway.StartGatewayAsync();
        await gateway.UntilReadyAsync();
        using var speaker = await SpeakerAsync(gateway);
        speaker.Publish("estate/test/bins/station-1/event", Tap("1-000000000", seq: 900_000, card: "CARD0002"));
        await Eventually.UntilAsync(() => gateway.MetricAsync("estate_rejects_total{reason=\"id_reused\"}"), count => count == 1);
        speaker.Publish("estate/test/bins/station-1/event", Tap("fresh", seq: 900_001, card: "CARD0002"));
        await Eventually.UntilAsync(() => gateway.MetricAsync("estate_events_total{result=\"accepted\"}"), count => count == 1);
        Assert.Equal(0, await gateway.MetricAsync("estate_store_conflicts"));
        Assert.Equal(0, await gateway.BalanceAsync("h2"));
    }

    [Fact]
    public async Task An_id_conflict_found_by_the_store_raises_an_alert()
    {
        await using var gateway = await RunningGateway.StartAsync();
        using var speaker = await SpeakerAsync(gateway);
        speaker.Publish("estate/test/bins/station-1/event", Tap("first", seq: 1, card: "CARD0001"));
        await Eventually.UntilAsync(() => gateway.MetricAsync("estate_events_total{result=\"accepted\"}"), count => count == 1);
        // A second writer, which there must never be.
        TestDatabase.Run(gateway.Data.Database, "INSERT INTO event VALUES('bins/station-1', 'behind', 1, 1, 2, x'7B7D')");
        speaker.Publish("estate/test/bins/station-1/event", Tap("behind", seq: 2, card: "CARD0002"));
        await Eventually.UntilAsync(() => gateway.MetricAsync("estate_store_conflicts"), count => count == 1);
        await Eventually.UntilAsync(() => gateway.AskAsync(HttpMethod.Get, "/api/alerts"), alerts =>
            alerts.ToString().Contains("store_conflict", StringComparison.Ordinal));
    }

    private static async Task<DeviceClient> SpeakerAsync(RunningGateway gateway)
    {
        var speaker = new DeviceClient(
            new DeviceClientOptions
            {
                Host = "127.0.0.1",
                Port = gateway.BrokerPort,
                ClientId = "second",
                Credentials = new("station-1", gateway.Password("station-1"))
            }, TimeProvider.System);
        speaker.Start();
        await Eventually.UntilAsync(() => speaker.Current.State == ConnectionState.Ready);
        return speaker;
    }

    private static byte[] Tap(string id, long seq, string card) =>
        JsonSerializer.SerializeToUtf8Bytes(new { id, boot = 1, seq, at = 0, clock = "unknown", type = "tap", data = new { card } });
}
