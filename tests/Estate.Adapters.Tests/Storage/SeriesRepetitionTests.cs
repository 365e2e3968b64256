using System.Globalization;
using System.Text.Json;
using Estate.Adapters.Influx;
using Estate.Adapters.Storage;
using Estate.Domain.Bins;
using Estate.Domain.Devices;
using Estate.TestKit;
using Microsoft.Extensions.Time.Testing;
using NodaTime;
using Xunit;
using static Estate.TestKit.TestEstate;

namespace Estate.Adapters.Tests.Storage;

/// <summary>
/// However often lines are sent, and whatever becomes of the answer: each fact is there once, and sums are the journal's. Two
/// households come in the same millisecond each time.
/// </summary>
public sealed partial class SeriesRepetitionTests : IDisposable
{
    private static readonly SeriesSchema Points = new("points", ["station"], ["awarded"]);

    private readonly TemporaryFolder _folder = new();
    private readonly SocketsHttpHandler _handler = new() { UseProxy = false };
    private readonly int _port = Server.FreePort();
    private readonly IDeviceKind[] _kinds;
    private readonly EstateDatabase _database;
    private long _awarded;

    public SeriesRepetitionTests()
    {
        var estate = new TestEstate();
        _kinds = [new StationKind(estate.Hasher)];
        _database = Recorded("estate.db", estate, 0, 1, 2, 3, 4, 5);
    }

    public static TheoryData<InfluxDialect> ServersHere => [InfluxDialect.V1, InfluxDialect.VictoriaMetrics];

    public void Dispose()
    {
        _handler.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void The_same_fact_is_the_same_bytes_from_wherever_it_is_read()
    {
        using var journal = Journal(_database, InfluxDialect.VictoriaMetrics);
        var whole = journal.Read(0, long.MaxValue, 1_000).Lines;
        Assert.Contains(whole, line => line.Contains("same_ms=1", StringComparison.Ordinal));
        Assert.Equal(whole.Count, whole.Select(line => (line.Split(' ')[0], line.Split(' ')[2][..^6])).Distinct().Count());
        for (var after = journal.Head - 1; after >= 0; after--)
        {
            using var later = Journal(_database, InfluxDialect.VictoriaMetrics);
            // News first, as the exporter reads, and single facts, as a repair does.
            _ = later.Read(journal.Head, long.MaxValue, 10);
            var rest = later.Read(after, long.MaxValue, 1_000).Lines;
            Assert.Equal(whole.TakeLast(rest.Count), rest);
            Assert.Equal(later.Read(after, after + 1, 1).Lines, later.LinesOf([after + 1]));
        }
    }

    [Fact]
    public async Task Doubles_are_found_and_removed_at_a_server_that_counts_twice()
    {
        using var server = await TestServers.VictoriaMetricsAsync(_folder, _port, "-retentionPeriod=100y");
        using var writer = new InfluxWriter(Target(InfluxDialect.VictoriaMetrics), _handler, TimeProvider.System);
        await SendAllAsync(writer, InfluxDialect.VictoriaMetrics);
        await SendAllAsync(writer, InfluxDialect.VictoriaMetrics);
        using var journal = Journal(_database, InfluxDialect.VictoriaMetrics);
        using var reader = Reader(InfluxDialect.VictoriaMetrics);
        var audit = new SeriesAudit(journal, reader, ServerLimits.None, TimeProvider.System);
        // Whoever looks at no day at all must not keep the old figures beside the new.
        var hasty = new SeriesAudit(journal, reader, ServerLimits.None, TimeProvider.System);
        var lines = journal.Read(0, long.MaxValue, 1_000).Lines.Count;
        var count = Assert.Single(
            await Eventually.UntilAsync(
                () => audit.CountAsync(null, journal.Head, null, default), all => all.Sum(one => one.Doubled) == lines));
        Assert.Equal((false, 0, 0), (count.IsRight, count.Missing.Count, count.Strange));
        Assert.Equal(2 * _awarded, await AskedSumAsync(InfluxDialect.VictoriaMetrics));
        // Rules see what was measured all the same.
        Assert.Equal(_awarded, await ReadSumAsync(reader));

        Assert.True((await hasty.RewriteAsync(writer, default)).IsSettled);
        await IsRightAsync(InfluxDialect.VictoriaMetrics);
    }

    [Theory]
    [MemberData(nameof(ServersHere))]
    public async Task After_the_restore_of_an_older_backup_what_was_lost_is_found_and_removed(InfluxDialect dialect)
    {
        using var server = await StartAsync(dialect);
        using var writer = new InfluxWriter(Target(dialect), _handler, TimeProvider.System);
        await writer.PrepareAsync(default);
        await SendAllAsync(writer, dialect);
        // The restored estate has two of the days, and goes on with numbers that were used already.
        var restored = Recorded("restored.db", new TestEstate(), 0, 1, 18, 19);
        using var journal = Journal(restored, dialect);
        using var reader = Reader(dialect);
        await writer.WriteAsync(journal.Read(0, long.MaxValue, 1_000).Lines, default);
        using var before = Journal(_database, dialect);
        var lost = before.Head / 6 * 4;
        var audit = new SeriesAudit(journal, reader, ServerLimits.None, new FakeTimeProvider(Local(2026, 3, 22, 8, 0).ToDateTimeOffset()));
        await Eventually.UntilAsync(() => audit.CountAsync(null, journal.Head, null, default), all =>
            all.Sum(one => one.Missing.Count) == 0 && all.Sum(one => one.Strange) == lost);
        Assert.True(await AskedSumAsync(dialect) > _awarded);

        Assert.True((await audit.RewriteAsync(writer, default)).IsSettled);
        var count = Assert.Single(await Eventually.UntilAsync(
            () => audit.CountAsync(null, journal.Head, null, default), all => all.All(one => one.IsRight)));
        Assert.Equal(journal.Head, count.Facts);
        await Eventually.UntilAsync(() => AskedSumAsync(dialect), sum => sum == _awarded);
    }

    [Theory]
    [MemberData(nameof(ServersHere))]
    public async Task What_retention_deleted_is_no_stranger_at_the_server_and_stays_there(InfluxDialect dialect)
    {
        using var server = await StartAsync(dialect);
        using var writer = new InfluxWriter(Target(dialect), _handler, TimeProvider.System);
        await writer.PrepareAsync(default);
        await SendAllAsync(writer, dialect);
        TestDatabase.Run(_database.Path, "DELETE FROM fact WHERE n <= 9; INSERT INTO expired(id, fact, before) VALUES(1, 9, 1)");
        using var journal = Journal(_database, dialect);
        using var reader = Reader(dialect);
        var audit = new SeriesAudit(journal, reader, ServerLimits.None, new FakeTimeProvider(Local(2026, 3, 22, 8, 0).ToDateTimeOffset()));
        await Eventually.UntilAsync(() => audit.CountAsync(null, journal.Head, null, default), all =>
            all.Sum(one => one.Facts) == journal.Head - 9 && all.All(one => one.IsRight));
        await Assert.ThrowsAsync<IOException>(() => audit.RewriteAsync(writer, default));
        await Eventually.UntilAsync(() => AskedSumAsync(dialect), sum => sum == _awarded);
    }

    [Theory]
    [MemberData(nameof(ServersHere))]
    public async Task A_figure_that_is_missing_or_another_is_found_and_repaired(InfluxDialect dialect)
    {
        using var server = await StartAsync(dialect);
        using var writer = new InfluxWriter(Target(dialect), _handler, TimeProvider.System);
        await writer.PrepareAsync(default);
        using var journal = Journal(_database, dialect);
        using var reader = Reader(dialect);
        var lines = journal.Read(0, long.MaxValue, 1_000).Lines;
        // All facts, and of their figures all but three; where a value can be written over, one of those is another. The fourth is of the
        // third's millisecond.
        var figures = lines.Where(line => line.StartsWith("points", StringComparison.Ordinal)).ToList();
        var another = figures[2].Replace("awarded=5", "awarded=4", StringComparison.Ordinal);
        IEnumerable<string> others = dialect == InfluxDialect.V1 ? [another] : [];
        await writer.WriteAsync([.. lines.Except(figures.Take(3)), .. others], default);
        var audit = new SeriesAudit(journal, reader, ServerLimits.None, TimeProvider.System);
        var count = Assert.Single(
            await Eventually.UntilAsync(() => audit.CountAsync(null, journal.Head, null, default), all => all[0].Missing.Count == 4));
        Assert.True((await audit.RepairAsync(count.Missing, writer, default)).IsSettled);
        await IsRightAsync(dialect);
    }

    [Fact]
    public async Task What_the_server_does_not_keep_is_not_missing()
    {
        // As it comes out of its package: a month, and two days ahead.
        using var server = await TestServers.VictoriaMetricsAsync(_folder, _port, "-dedup.minScrapeInterval=1ms");
        var target = Target(InfluxDialect.VictoriaMetrics);
        using var writer = new InfluxWriter(target, _handler, TimeProvider.System);
        var now = Instant.FromDateTimeOffset(TimeProvider.System.GetUtcNow());
        foreach (var days in new[] { -40, -1, 1, 3 })
            TestDatabase.Run(_folder.File("estate.db"), string.Create(CultureInfo.InvariantCulture,
                $"""
                INSERT INTO fact(at, received, device, slice, body, type)
                VALUES({(now + Duration.FromDays(days)).ToUnixTimeMilliseconds()}, 0, 'gate/s-gate', 'gate', '', 'planted')
                """));
        await SendAllAsync(writer, InfluxDialect.VictoriaMetrics);
        using var journal = Journal(_database, InfluxDialect.VictoriaMetrics);
        using var reader = Reader(InfluxDialect.VictoriaMetrics);
        var audit = new SeriesAudit(
            journal, reader, await ServerLimitsProbe.AskAsync(target, _handler, default), TimeProvider.System);
        var counts = await Eventually.UntilAsync(
            () => audit.CountAsync(null, journal.Head, null, default), all => all.Sum(one => one.Missing.Count) == 0);
        Assert.All(counts, count => Assert.True(count.IsRight));
        Assert.Equal(
            [("bins/station-1", (int)journal.Head - 4, (int)journal.Head - 4), ("gate/s-gate", 4, 2)],
            counts.Select(count => (count.Device, count.Facts, count.NotKept)));
    }

    private Task<Server> StartAsync(InfluxDialect dialect) => dialect == InfluxDialect.V1 ? TestServers.InfluxDbAsync(_folder, _port)
        : TestServers.VictoriaMetricsAsync(_folder, _port);

    private InfluxTarget Target(InfluxDialect dialect) => new(new Uri($"http://127.0.0.1:{_port}/"), dialect, "estate");

    private InfluxReader Reader(InfluxDialect dialect) => new(Target(dialect), _handler, "s1");

    private FactLines Journal(EstateDatabase database, InfluxDialect dialect) =>
        new(database, new EstateReader(database, _kinds), "s1", dialect);

    private async Task SendAllAsync(InfluxWriter writer, InfluxDialect dialect)
    {
        using var journal = Journal(_database, dialect);
        Assert.True((await writer.WriteAsync(journal.Read(0, long.MaxValue, 1_000).Lines, default)).IsSettled);
    }

    /// <summary>Sample by sample, and as a dashboard asks.</summary>
    private async Task IsRightAsync(InfluxDialect dialect)
    {
        using var journal = Journal(_database, dialect);
        using var reader = Reader(dialect);
        var audit = new SeriesAudit(journal, reader, ServerLimits.None, TimeProvider.System);
        // A server may take its time until what it has taken is found.
        var counts = await Eventually.UntilAsync(
            () => audit.CountAsync(null, journal.Head, null, default), all => all.All(count => count.Missing.Count == 0));
        Assert.True(counts.All(count => count.IsRight), string.Join(' ', counts));
        Assert.Equal(journal.Head, counts.Sum(count => count.Facts));
        await Eventually.UntilAsync(() => AskedSumAsync(dialect), sum => sum == _awarded);
        await Eventually.UntilAsync(() => ReadSumAsync(reader), sum => sum == _awarded);
    }

    private static async Task<double> ReadSumAsync(InfluxReader reader) => await reader
        .ReadAsync(Points, Instant.FromUtc(2026, 3, 1, 0, 0), Instant.FromUtc(2026, 4, 1, 0, 0), default)
        .Select(point => point.Fields[0].Value.Number).SumAsync();

    private async Task<double> AskedSumAsync(InfluxDialect dialect)
    {
        using var http = new HttpClient(_handler, disposeHandler: false);
        var path = dialect == InfluxDialect.V1 ? "query?db=estate&q=" + Uri.EscapeDataString("SELECT sum(awarded) FROM points")
            : "api/v1/query?time=2026-03-31T00:00:00Z&nocache=1&query=" + Uri.EscapeDataString("sum(sum_over_time(points_awarded[31d]))");
        using var answer = JsonDocument.Parse(await http.GetStringAsync(new Uri($"http://127.0.0.1:{_port}/{path}")));
        return dialect == InfluxDialect.V1
            ? answer.RootElement.GetProperty("results")[0].GetProperty("series")[0].GetProperty("values")[0][1].GetDouble()
            : answer.RootElement.GetProperty("data").GetProperty("result").EnumerateArray()
                .Sum(row => double.Parse(row.GetProperty("value")[1].GetString()!, CultureInfo.InvariantCulture));
    }

    /// <param name="days">After the first.</param>
    private EstateDatabase Recorded(string file, TestEstate estate, params int[] days)
    {
        var database = new EstateDatabase(_folder.File(file));
        using var store = new EstateStore(database, _kinds, new AuditChain(database, new byte[32]));
        (_awarded, var first) = (0, estate.Now);
        foreach (var day in days)
        {
            estate.Now = first + Duration.FromDays(day);
            foreach (var card in new[] { "card-h1", "card-h2" })
                store.Commit(Visit(estate, card, day));
        }
        return database;
    }

    private CommitBatch Visit(TestEstate estate, string card, int day)
    {
        var (batch, id) = (new CommitBatch(), string.Create(CultureInfo.InvariantCulture, $"{card}-{day}"));
        foreach (var outcome in estate.Machine.Step(estate.Event(Station1, id, estate.TapOf(card)))
            .Concat(estate.Machine.Step(estate.Event(Station1, id + "-waste", new Deposit(id, WasteCategory.Wet, 500)))))
            if (outcome is Recorded recorded)
                batch.Facts.Add(recorded.Fact);
        _awarded += (long)batch.Facts.SelectMany(fact => fact.Series).Sum(figure => figure.Fields[0].Value.Number);
        return batch;
    }
}
