using Estate.Adapters.Influx;
using Estate.Adapters.Storage;
using Estate.Domain.Bins;
using Estate.Domain.Charging;
using Estate.Domain.Credentials;
using Estate.Domain.Devices;
using Estate.Domain.Parking;
using Estate.Domain.Patrol;
using Estate.Domain.Points;
using Estate.TestKit;
using NodaTime;
using Xunit;

namespace Estate.Gateway.Tests.Pipeline;

/// <summary>What is read of a fact's body for its figures gives the same lines as the whole fact.</summary>
public sealed class FactFiguresTests : IDisposable
{
    private static readonly EventTime At = EventTime.Now(Instant.FromUtc(2026, 3, 2, 8, 0));

    private static readonly Fact[] Measuring =
    [
        new BaySensed(new("parking", "a001"), At, BayStatus.Occupied, At.At - Duration.FromMinutes(1)) { Bay = "A001", Zone = "A" },
        new BaySensed(new("parking", "a002"), At, BayStatus.Free, At.At),
        new LotCounted(new("lot", "main"), At, [new("A", 1, 2, 3, 4, 5, 6, 7), new("B", 7, 6, 5, 4, 3, 2, 1)]),
        new SessionEnded(new("charger", "c01"), At, 3, "o1", 2, StopReason.FullyCharged, 612.25)
        {
            StartedAt = At.At - Duration.FromHours(2),
            DurationS = 7_200,
            Interruptions = 1,
            StepS = 180,
            Watts = [180, null, 12.5],
        },
        new AwardDecided(new("bins", "station-1"), At, "s1", "h1", AwardResult.Awarded) { Points = 5 },
        new AwardDecided(new("bins", "station-1"), At, "s2", "h1", "daily_limit"),
        new RoundEnded(
            new("patrol", "main"), At, new(new("night", At.At - Duration.FromHours(2), At.At), [new("garage", At.At, "7")], ["roof"])),
    ];

    private readonly TemporaryFolder _folder = new(inMemory: true);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_lines_of_a_body_are_those_of_the_fact()
    {
        var kinds = DeviceKinds.WithoutCards(DateTimeZone.Utc);
        var database = new EstateDatabase(_folder.File("estate.db"));
        using (var store = new EstateStore(database, kinds, new AuditChain(database, new byte[32])))
        {
            var batch = new CommitBatch();
            batch.Facts.AddRange(Measuring);
            store.Commit(batch);
        }
        var reader = new EstateReader(database, kinds);
        Assert.Equal(
            FactTypes.Measuring(reader.FactSchemas.Values).Select(one => one.Word).Order(),
            Measuring.Select(FactTypes.WordOf).Concat(["card_tapped", "deposited"]).Distinct().Order());
        using var journal = new FactLines(database, reader, "s1", InfluxDialect.V1);
        var expected = Measuring.Index()
            .SelectMany(fact => fact.Item.Series.Select(figure => LineProtocol.Line(figure, "s1", fact.Index + 1))).ToList();
        Assert.Equal(6, expected.Count);
        Assert.Equal(
            expected, journal.Read(0, long.MaxValue, 100).Lines.Where(line => !line.StartsWith("fact,", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData(InfluxDialect.V1)]
    [InlineData(InfluxDialect.VictoriaMetrics)]
    public void What_was_just_committed_gives_the_bytes_that_are_read_back(InfluxDialect dialect)
    {
        var kinds = DeviceKinds.WithoutCards(DateTimeZone.Utc);
        var (database, tail) = (new EstateDatabase(_folder.File("estate.db")), new JournalTail());
        using var store = new EstateStore(database, kinds, new AuditChain(database, new byte[32]));
        var reader = new EstateReader(database, kinds);
        using var fresh = new FactLines(database, reader, "s1", dialect);
        using var read = new FactLines(database, reader, "s1", dialect);
        Assert.Null(tail.After(0));
        // Within a millisecond, as a gateway's clock says it.
        var last = 0L;
        foreach (var fact in Measuring.Select(fact => fact with { Time = EventTime.Now(At.At + Duration.FromTicks(4_321)) }))
        {
            var batch = new CommitBatch { Steps = { 0 } };
            batch.Add(new CardTapped(fact.Device, fact.Time, fact.CorrelationId ?? "", new CardToken("00ff")));
            batch.Add(fact);
            store.Commit(batch);
            tail.Add(batch);
            var (lines, to) = fresh.Of(tail.After(last)!, last, 100);
            var expected = read.Read(last, long.MaxValue, 100);
            Assert.Equal(expected.Lines, lines);
            Assert.Equal(expected.Last, last = to);
        }
        Assert.Equal(Measuring.Length * 2 - 2, last);
        Assert.Empty(tail.After(last)!);
        // Who begins further back again, after an error, reads the journal.
        Assert.Null(tail.After(last - 1));
    }

    [Fact]
    public void A_gap_is_read_from_the_journal()
    {
        var tail = new JournalTail();
        var batch = new CommitBatch { FirstNumber = 5 };
        batch.Facts.AddRange(Measuring);
        tail.Add(batch);
        Assert.Null(tail.After(3));
        Assert.Equal(5, tail.After(4)![0].N);
        Assert.Equal(7, tail.After(6)![0].N);
        Assert.Null(tail.After(5));
        Assert.Null(tail.After(100));
        for (var i = 0; i < 1_000; i++, batch.FirstNumber += Measuring.Length)
            tail.Add(batch);
        Assert.Null(tail.After(6));
        Assert.True(tail.After(batch.FirstNumber - 5_000)!.Count <= 5_000);
    }
}
