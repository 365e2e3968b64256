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
    public async Task A_minute_is_the_mean_of_its_measurements_also_before_it_is_written()
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
    public async Task Measurements_from_before_a_restart_and_late_ones_are_included()
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

    [Theory]
    [InlineData("Asia/Shanghai", 2)]
    [InlineData("Asia/Kolkata", 2)]
    [InlineData("Asia/Kathmandu", 2)]
    // Its summer ends that day, by half an hour.
    [InlineData("Australia/Lord_Howe", 36)]
    public void Days_and_half_hours_agree_with_all_their_values(string zone, int day) =>
        Prop.ForAll(Gen.ListOf(Gen.Choose(0, (24 * 3600) - 1)).ToArbitrary(), seconds =>
        {
            using var folder = new TemporaryFolder();
            var midnight = DateTimeZoneProviders.Tzdb[zone].AtStartOfDay(new LocalDate(2026, 2, 28).PlusDays(day)).ToInstant();
            var rollups = Open(folder, zone);
            foreach (var second in seconds)
                Fill(rollups, midnight + Duration.FromSeconds(second), second);
            rollups.Flush(midnight + Duration.FromHours(30));
            var read = Open(folder, zone);
            var days = read.Read(Bin, Rollups.Day, midnight, midnight + Duration.FromDays(1));
            var halves = read.Read(Bin, Rollups.HalfHour, midnight, midnight + Duration.FromDays(1));
            return seconds.Count == 0 ? days.Count + halves.Count == 0
                : Math.Abs(days.Single().Fields[0].Value.Number - seconds.Average()) < 1e-6
                    && halves.Select(half => ((int)(half.At - midnight).TotalMinutes, Math.Round(half.Fields[0].Value.Number, 6)))
                        .SequenceEqual(
                            seconds.GroupBy(second => second / 1800).OrderBy(group => group.Key)
                            .Select(group => (group.Key * 30, Math.Round(group.Average(), 6))));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public async Task Old_minutes_are_deleted_while_half_hours_and_days_stay()
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
    public async Task The_oldest_day_that_has_minutes_has_all_of_them()
    {
        var rollups = Open();
        for (var day = 0; day <= 7; day++)
        {
            rollups.Flush(Midnight + Duration.FromDays(day) + Duration.FromHours(12));
            foreach (var hour in new[] { 0.5, 20.1 })
                Fill(rollups, Midnight + Duration.FromDays(day) + Duration.FromHours(hour), day);
        }
        Assert.Equal([1800, 20 * 3600 + 360], (await ReadAsync(rollups)).Select(point => point.Second).Where(second => second < 86_400));
    }

    [Fact]
    public void Measurements_of_a_day_without_minutes_are_included()
    {
        var rollups = Open();
        Fill(rollups, Midnight + Duration.FromHours(9), 0.2);
        foreach (var day in new[] { 1, 10 })
            rollups.Flush(Midnight + Duration.FromDays(day));
        Fill(rollups, Midnight + Duration.FromHours(9.1), 0.6);
        Fill(rollups, Midnight + Duration.FromHours(15), 0.7);
        foreach (var day in new[] { 10.1, 11 })
            rollups.Flush(Midnight + Duration.FromDays(day));
        Assert.Equal([0.4, 0.7], ReadDay(Rollups.HalfHour));
        Assert.Equal([0.5], ReadDay(Rollups.Day));
    }

    [Fact]
    public void A_day_left_open_for_weeks_gets_its_means_before_its_minutes_are_deleted()
    {
        var before = Open();
        Fill(before, Midnight + Duration.FromHours(9), 0.2);
        before.Flush(Midnight + Duration.FromHours(9.5), isLast: true);
        var after = Open();
        after.Flush(Midnight + Duration.FromDays(20));
        Assert.Equal([0.2], ReadDay(Rollups.HalfHour));
        Assert.Equal(0, TestDatabase.Count(_folder.File("estate.db"), "SELECT count(*) FROM rollup WHERE resolution = 60"));
    }

    [Fact]
    public async Task A_time_before_1970_does_not_block_other_measurements()
    {
        var rollups = Open();
        Fill(rollups, Instant.FromUnixTimeSeconds(-1_000), 1);
        Fill(rollups, Midnight, 0.2);
        rollups.Flush(Midnight + Duration.FromHours(1));
        Assert.Equal([(0, 0.2)], await ReadAsync(Open()));
    }

    [Fact]
    public async Task A_disk_that_refuses_for_too_long_drops_the_oldest_hours()
    {
        var rollups = Open(leastOpen: 3);
        TestDatabase.Run(_folder.File("estate.db"), "ALTER TABLE rollup RENAME TO away");
        for (var hour = 0; hour < 5; hour++)
        {
            Fill(rollups, Midnight + Duration.FromHours(hour), hour);
            Assert.ThrowsAny<Exception>(() => rollups.Flush(Midnight + Duration.FromHours(hour + 1)));
        }
        Assert.Equal(2, rollups.Dropped);
        TestDatabase.Run(_folder.File("estate.db"), "ALTER TABLE away RENAME TO rollup");
        rollups.Flush(Midnight + Duration.FromHours(5));
        Assert.Equal([2.0, 3, 4], (await ReadAsync(Open())).Select(point => point.Value));
    }

    [Fact]
    public async Task Every_series_of_a_large_estate_has_room_at_the_turn_of_an_hour()
    {
        var rollups = Open(leastOpen: 3);
        foreach (var hour in new[] { 0, 1 })
            foreach (var station in Enumerable.Range(0, 200))
                Fill(rollups, Midnight + Duration.FromHours(hour), station, $"s{station}");
        Assert.Equal(400, (await rollups.ReadAsync(Bin, Midnight, Midnight + Duration.FromDays(1), default).ToListAsync()).Count);
        rollups.Flush(Midnight + Duration.FromHours(2));
        Assert.Equal(0, rollups.Dropped);
        Assert.Equal(400, TestDatabase.Count(_folder.File("estate.db"), "SELECT count(*) FROM rollup"));
    }

    [Fact]
    public void A_new_field_is_stored_beside_the_existing_ones()
    {
        var lid = new RollupBlock(1, 60);
        lid.Add(0, 0, 3);
        _ = Open();
        TestDatabase.Run(_folder.File("estate.db"), $$"""
            INSERT INTO rollup_series(id, name, tags, fields) VALUES(1, 'bin', '[["category","wet"],["station","s"]]', '["lid"]');
            INSERT INTO rollup(resolution, start, series, body) VALUES(
                60, {{Midnight.ToUnixTimeSeconds()}}, 1, x'{{Convert.ToHexString(lid.Encode())}}');
            """);
        var rollups = Open();
        Fill(rollups, Midnight + Duration.FromMinutes(10), 0.5);
        rollups.Flush(Midnight + Duration.FromDays(1));
        Assert.Equal(
            [("lid", 3.0), ("fill", 0.5)],
            Open().Read(Bin, Rollups.Day, Midnight, Midnight + Duration.FromDays(1)).Single().Fields.Select(field =>
                (field.Key, field.Value.Number)));
    }

    [Fact]
    public void Reading_one_devices_curve_reads_no_other_device()
    {
        var rollups = Open();
        foreach (var station in new[] { "s", "t" })
            Fill(rollups, Midnight, 0.5, station);
        rollups.Flush(Midnight + Duration.FromHours(1));
        TestDatabase.Run(
            _folder.File("estate.db"),
            "UPDATE rollup SET body = 'spoilt' WHERE series = (SELECT id FROM rollup_series WHERE tags LIKE '%\"t\"%')");
        var (from, until) = (Midnight, Midnight + Duration.FromDays(1));
        Assert.ThrowsAny<Exception>(() => rollups.Read(Bin, Rollups.Minute, from, until));
        Assert.Single(rollups.Read(Bin, Rollups.Minute, from, until, point => point.Tags.Contains(("station", "s"))));
    }

    [Fact]
    public async Task Local_means_take_over_when_the_server_stops_midway()
    {
        var rollups = Open();
        for (var minute = 0; minute < 10; minute++)
            Fill(rollups, Midnight + Duration.FromMinutes(minute), minute);
        var history = new HistoryOrRollups(new Breaking(), rollups);
        var read = await history.ReadAsync(Bin, Midnight, Midnight + Duration.FromDays(1), default)
            .Select(point => point.Fields[0].Value.Number).ToListAsync();
        Assert.Equal([100, 101, 2, 3, 4, 5, 6, 7, 8, 9], read);
        Assert.Equal("it broke", history.Problem);
    }

    private Rollups Open(TemporaryFolder? folder = null, string zone = "Asia/Shanghai", int leastOpen = 100) =>
        new(new EstateDatabase((folder ?? _folder).File("estate.db")), [new StationKind(new TestEstate().Hasher)],
            DateTimeZoneProviders.Tzdb[zone])
        { LeastOpen = leastOpen };

    private static void Fill(Rollups rollups, Instant at, double fill, string station = "s") =>
        rollups.Add(new("bin", at, [("station", station), ("category", "wet")], [("fill", fill)]));

    private IEnumerable<double> ReadDay(int resolution) =>
        Open().Read(Bin, resolution, Midnight, Midnight + Duration.FromDays(1))
        .Select(point => Math.Round(point.Fields[0].Value.Number, 9));

    private static async Task<List<(int Second, double Value)>> ReadAsync(Rollups rollups) =>
        await rollups.ReadAsync(Bin, Midnight, Midnight + Duration.FromDays(12), default)
        .Select(point => ((int)(point.At - Midnight).TotalSeconds, Math.Round(point.Fields[0].Value.Number, 9))).ToListAsync();

    private sealed class Breaking : ISeriesHistory
    {
        public async IAsyncEnumerable<Measurement> ReadAsync(
            SeriesSchema series, Instant from, Instant until,
            [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken stop)
        {
            await Task.CompletedTask;
            yield return new("bin", from, [], [("fill", 100)]);
            yield return new("bin", from + Duration.FromMinutes(1), [], [("fill", 101)]);
            throw new IOException("it broke");
        }
    }
}
