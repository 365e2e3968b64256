using Estate.Adapters.Influx;
using Estate.Adapters.Storage;
using Estate.Domain.Charging;
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
}
