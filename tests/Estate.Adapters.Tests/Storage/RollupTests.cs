using Estate.Adapters.History;
using Estate.Adapters.Storage;
using Estate.Domain.Bins;
using Estate.Domain.Devices;
using Estate.TestKit;
using FsCheck;
using FsCheck.Fluent;
using NodaTime;
using Xunit;

namespace Estate.Adapters.Tests.Storage;

public sealed class RollupTests : IDisposable
{
    private static readonly SeriesSchema Bin = new("bin", ["station", "category"], ["fill"]);
    private static readonly Instant Midnight = TestEstate.Local(2026, 3, 2, 0, 0);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_minute_is_the_mean_of_what_was_measured_in_it_also_before_it_is_written()
    {
        var rollups = Open();
        Fill(rollups, Midnight + Duration.FromSeconds(1), 0.2);
        Fill(rollups, Midnight + Duration.FromSeconds(59), 0.4);
        Fill(rollups, Midnight + Duration.FromSeconds(60), 0.9);
        Fill(rollups, Midnight + Duration.FromSeconds(61), double.NaN);
        Assert.Equal([(0, 0.3), (60, 0.9)], await ReadAsync(rollups));
        rollups.Flush(Midnight + Duration.FromMinutes(5));
        Assert.Empty(await ReadAsync(Open()));
        rollups.Flush(Midnight + Duration.FromHours(1));
        Assert.Equal([(0, 0.3), (60, 0.9)], await ReadAsync(Open()));
    }

    [Fact]
    public async Task A_restart_within_the_hour_and_late_words_are_counted_in()
    {
        var before = Open();
        Fill(before, Midnight, 0.2);
        before.Flush(Midnight + Duration.FromSeconds(30), isLast: true);
        var after = Open();
        Fill(after, Midnight + Duration.FromSeconds(40), 0.4);
        after.Flush(Midnight + Duration.FromHours(1));
        Fill(after, Midnight + Duration.FromSeconds(50), 0.6);
        after.Flush(Midnight + Duration.FromHours(3));
        Assert.Equal([(0, 0.4)], await ReadAsync(Open()));
    }

    [Fact]
    public void Days_and_half_hours_agree_with_all_their_values() =>
        Prop.ForAll(Gen.ListOf(Gen.Choose(0, (24 * 3600) - 1)).ToArbitrary(), seconds =>
        {
            using var folder = new TemporaryFolder();
            var rollups = Open(folder);
            foreach (var second in seconds)
                Fill(rollups, Midnight + Duration.FromSeconds(second), second);
            rollups.Flush(Midnight + Duration.FromHours(30));
            var read = Open(folder);
            var days = read.Read(Bin, Rollups.Day, Midnight, Midnight + Duration.FromDays(1));
            var halves = read.Read(Bin, Rollups.HalfHour, Midnight, Midnight + Duration.FromDays(1));
            return seconds.Count == 0 ? days.Count + halves.Count == 0
                : Math.Abs(days.Single().Fields[0].Value.Number - seconds.Average()) < 1e-6
                    && halves.Select(half => ((int)(half.At - Midnight).TotalMinutes, Math.Round(half.Fields[0].Value.Number, 6)))
                        .SequenceEqual(seconds.GroupBy(second => second / 1800).OrderBy(group => group.Key).Select(group => (group.Key * 30, Math.Round(group.Average(), 6))));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public async Task Old_minutes_go_half_hours_and_days_stay()
    {
        var rollups = Open();
        for (var day = 0; day < 12; day++)
        {
            Fill(rollups, Midnight + Duration.FromDays(day) + Duration.FromHours(9.1), day);
            rollups.Flush(Midnight + Duration.FromDays(day + 1));
        }
        // The finest there is of each day: what is a week old begins at its half hour.
        var read = await ReadAsync(rollups);
        Assert.Equal(Enumerable.Range(0, 12).Select(day => (double)day), read.Select(point => point.Value));
        Assert.Equal((9 * 3600, (11 * 86_400) + (9 * 3600) + 360), (read[0].Second, read[^1].Second));
        Assert.Equal(12, rollups.Read(Bin, Rollups.Day, Midnight, Midnight + Duration.FromDays(12)).Count);
        Assert.InRange(TestDatabase.Count(_folder.File("estate.db"), "SELECT count(*) FROM rollup WHERE resolution = 60"), 1, 8);
    }

    [Fact]
    public async Task A_server_that_stops_in_the_middle_is_taken_over_by_the_means()
    {
        var rollups = Open();
        for (var minute = 0; minute < 10; minute++)
            Fill(rollups, Midnight + Duration.FromMinutes(minute), minute);
        var history = new HistoryOrRollups(new Breaking(), rollups);
        var read = await history.ReadAsync(Bin, Midnight, Midnight + Duration.FromDays(1), default).Select(point => point.Fields[0].Value.Number).ToListAsync();
        Assert.Equal([100, 101, 2, 3, 4, 5, 6, 7, 8, 9], read);
        Assert.Equal("it broke", history.Problem);
    }

    private Rollups Open(TemporaryFolder? folder = null) => new(new EstateDatabase((folder ?? _folder).File("estate.db")), [new StationKind(new TestEstate().Hasher)], TestEstate.Shanghai);

    private static void Fill(Rollups rollups, Instant at, double fill) => rollups.Add(new("bin", at, [("station", "s"), ("category", "wet")], [("fill", fill)]));

    private static async Task<List<(int Second, double Value)>> ReadAsync(Rollups rollups) =>
        await rollups.ReadAsync(Bin, Midnight, Midnight + Duration.FromDays(12), default).Select(point => ((int)(point.At - Midnight).TotalSeconds, Math.Round(point.Fields[0].Value.Number, 9))).ToListAsync();

    private sealed class Breaking : ISeriesHistory
    {
        public async IAsyncEnumerable<Measurement> ReadAsync(SeriesSchema series, Instant from, Instant until, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken stop)
        {
            await Task.CompletedTask;
            yield return new("bin", from, [], [("fill", 100)]);
            yield return new("bin", from + Duration.FromMinutes(1), [], [("fill", 101)]);
            throw new IOException("it broke");
        }
    }
}
