using Estate.Adapters.Influx;
using Estate.Adapters.Storage;
using Estate.Domain.Bins;
using Estate.Domain.Devices;
using Estate.TestKit;
using Xunit;
using static Estate.TestKit.TestEstate;

namespace Estate.Adapters.Tests.Storage;

public sealed class FactLinesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly TestEstate _estate = new();
    private readonly EstateDatabase _database;
    private readonly EstateReader _reader;
    private readonly FactLines _lines;

    public FactLinesTests()
    {
        _database = new(_folder.File("estate.db"));
        var kinds = new[] { new StationKind(_estate.Hasher) };
        using (var store = new EstateStore(_database, kinds, new AuditChain(_database, new byte[32])))
            foreach (var card in new[] { "card-h1", "card-h2" })
                store.Commit(Play(card));
        _reader = new(_database, kinds);
        _lines = new(_database, _reader, "s1", InfluxDialect.V1);
    }

    public void Dispose()
    {
        _lines.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void Every_fact_is_a_numbered_line_followed_by_its_measurements()
    {
        var (lines, last) = _lines.Read(0, long.MaxValue, 100);
        Assert.Equal((6L, 6L), (last, _lines.Head));
        var at = _estate.Now.ToUnixTimeMilliseconds();
        Assert.Equal(
            [
                $"fact,device=bins/station-1,site=s1,type=card_tapped n=1i {at}000001",
                $"fact,device=bins/station-1,site=s1,type=deposited n=2i {at}000002",
                $"fact,device=bins/station-1,site=s1,type=award_decided n=3i {at}000003",
                $"points,site=s1,station=station-1 awarded=5i {at}000003",
            ],
            lines.Take(4));
        // Two awards of one instant are two points.
        Assert.Equal(lines.Count, lines.Select(line => (line.Split(' ')[0], line.Split(' ')[2])).Distinct().Count());
    }

    [Fact]
    public void No_personal_data_is_in_the_series()
    {
        var all = string.Join('\n', _lines.Read(0, long.MaxValue, 100).Lines);
        Assert.DoesNotContain("h1", all, StringComparison.Ordinal);
        Assert.DoesNotContain(_estate.Card("card-h1").ToString(), all, StringComparison.Ordinal);
    }

    [Fact]
    public void Any_read_size_gives_the_same_bytes()
    {
        var whole = _lines.Read(0, long.MaxValue, 100).Lines;
        var pieces = new List<string>();
        for (var (after, piece) = (0L, _lines.Read(0, 6, 1)); piece.Lines.Count > 0; piece = _lines.Read(after, 6, 1))
        {
            pieces.AddRange(piece.Lines);
            after = piece.Last;
        }
        Assert.Equal(whole, pieces);
        Assert.Equal(whole, _lines.Read(0, long.MaxValue, 100).Lines);
    }

    [Fact]
    public void A_fact_whose_body_says_everything_gives_the_same_bytes_as_one_that_leaves_it_to_its_columns()
    {
        var whole = _lines.Read(0, long.MaxValue, 100).Lines;
        TestDatabase.Run(_database.Path, "UPDATE fact SET body = body WHERE n = 3");
        Assert.Contains(whole, line => line.StartsWith("points,", StringComparison.Ordinal));
        Assert.Equal(whole, _lines.Read(0, long.MaxValue, 100).Lines);
    }

    [Theory]
    [InlineData("UPDATE journal SET body = '{\"points\":' WHERE n = 3", "points,", 1)]
    [InlineData("UPDATE journal SET type = 99 WHERE n = 3", "fact,", 5)]
    [InlineData("UPDATE journal SET device = 99 WHERE n = 3", "fact,", 5)]
    public void What_the_disk_damaged_hides_nothing_else(string damage, string measurement, int left)
    {
        TestDatabase.Run(_database.Path, damage);
        var (lines, last) = _lines.Read(0, long.MaxValue, 100);
        Assert.Equal((left, 6L), (lines.Count(line => line.StartsWith(measurement, StringComparison.Ordinal)), last));
    }

    [Fact]
    public void Each_server_has_a_cursor_of_its_own()
    {
        _lines.SaveCursor("http://a/ estate", 4);
        _lines.SaveCursor("http://a/ estate", 5);
        Assert.Equal((5L, 0L), (_lines.CursorOf("http://a/ estate"), _lines.CursorOf("http://b/ estate")));
    }

    [Theory]
    [InlineData(InfluxDialect.V1)]
    [InlineData(InfluxDialect.VictoriaMetrics)]
    public async Task Facts_missing_on_the_server_are_found_and_repaired(InfluxDialect dialect)
    {
        var port = Server.FreePort();
        using var server = dialect == InfluxDialect.V1 ? await TestServers.InfluxDbAsync(_folder, port)
            : await TestServers.VictoriaMetricsAsync(_folder, port);
        using var handler = new SocketsHttpHandler { UseProxy = false };
        var target = new InfluxTarget(new Uri($"http://127.0.0.1:{port}/"), dialect, "estate");
        using var writer = new InfluxWriter(target, handler, TimeProvider.System);
        using var reader = new InfluxReader(target, handler, "s1");
        await writer.PrepareAsync(default);
        using var lines = new FactLines(_database, _reader, "s1", dialect);
        var audit = new SeriesAudit(lines, reader, ServerLimits.None, TimeProvider.System);
        await writer.WriteAsync(
            [.. lines.Read(0, long.MaxValue, 100).Lines.Where(line =>
                !line.Contains("n=2i", StringComparison.Ordinal) && !line.Contains("n=6i", StringComparison.Ordinal))], default);

        // A server may take its time until what it has taken is found.
        var broken = Assert.Single(
            await Eventually.UntilAsync(() => audit.CountAsync(null, _lines.Head, null, default), counts => counts[0].Missing.Count < 6));
        Assert.Equal(("bins/station-1", 6), (broken.Device, broken.Facts));
        Assert.Equal([2L, 6L], broken.Missing);
        Assert.Empty(Assert.Single(await audit.CountAsync(null, 1, null, default)).Missing);

        Assert.True((await audit.RepairAsync(broken.Missing, writer, default)).IsSettled);
        await Eventually.UntilAsync(() => audit.CountAsync(null, _lines.Head, null, default), counts => counts[0].Missing.Count == 0);
    }

    private CommitBatch Play(string card)
    {
        var batch = new CommitBatch();
        foreach (var outcome in _estate.Machine.Step(_estate.Event(Station1, card, _estate.TapOf(card)))
            .Concat(_estate.Machine.Step(_estate.Event(Station1, card + "-waste", new Deposit(card, WasteCategory.Wet, 500)))))
            if (outcome is Recorded recorded)
                batch.Facts.Add(recorded.Fact);
        return batch;
    }
}
