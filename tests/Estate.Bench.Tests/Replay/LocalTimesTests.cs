using Estate.Bench.Replay;
using NodaTime;
using NodaTime.Text;
using Xunit;

namespace Estate.Bench.Tests.Replay;

/// <summary>
/// Local times without an offset: each becomes the instant it was, or is said to be unknown; around every change of ten zones.
/// </summary>
public sealed class LocalTimesTests
{
    private static readonly Instant Until = Instant.FromUtc(2038, 1, 1, 0, 0);

    public static TheoryData<string> Zones =>
    [
        "Asia/Shanghai", "Europe/London", "America/New_York", "Australia/Lord_Howe", "America/St_Johns", "Africa/Casablanca",
        "Pacific/Apia", "Asia/Tehran", "Antarctica/Troll", "Asia/Manila",
    ];

    [Theory]
    [MemberData(nameof(Zones))]
    public void An_ordered_file_across_a_change_of_clocks_is_read_as_it_was(string zoneId)
    {
        var (zone, random, folds) = (DateTimeZoneProviders.Tzdb[zoneId], new Random(7), 0);
        foreach (var (change, fold) in ChangesOf(zone))
        {
            // So close that rows lie on both sides of the moment the clock went back.
            var most = fold > Duration.Zero ? (int)Math.Clamp(fold.TotalSeconds / 3, 1, 1200) : 1200;
            var instants = Times(change - Duration.FromHours(26), change + Duration.FromHours(26), () => random.Next(1, most + 1));
            Assert.Equal(instants.Select(at => ((Instant?)at, (string?)null)), Resolve(instants, zone));
            var newestFirst = instants.AsEnumerable().Reverse().ToList();
            Assert.Equal(newestFirst.Select(at => ((Instant?)at, (string?)null)), Resolve(newestFirst, zone));
            folds += fold > Duration.Zero ? 1 : 0;
        }
        Assert.True(folds > 0);
    }

    [Theory]
    [MemberData(nameof(Zones))]
    public void What_order_does_not_tell_is_marked_and_never_wrong(string zoneId)
    {
        var (zone, random, marked) = (DateTimeZoneProviders.Tzdb[zoneId], new Random(7), 0);
        foreach (var (change, _) in ChangesOf(zone))
            for (var round = 0; round < 20; round++)
            {
                var instants = Times(change - Duration.FromHours(26), change + Duration.FromHours(26), () => random.Next(1, 5 * 3600));
                var resolved = Resolve(instants, zone);
                foreach (var (was, (at, problem)) in instants.Zip(resolved))
                    if (problem is null)
                        Assert.Equal(was, at);
                    else
                    {
                        Assert.Equal(LocalTimes.Ambiguous, problem);
                        Assert.Equal(2, zone.MapLocal(was.InZone(zone).LocalDateTime).Count);
                        marked++;
                    }
                // In no order at all, every time that happened twice is marked.
                var far = Duration.FromHours(60);
                Instant[] jumbled = [.. instants, instants[^1] + far, instants[0] - far, instants[^1]];
                Assert.All(Resolve(jumbled, zone).Zip(jumbled), pair =>
                    Assert.Equal(zone.MapLocal(pair.Second.InZone(zone).LocalDateTime).Count == 1, pair.First.Problem is null));
            }
        Assert.True(marked > 0);
    }

    [Theory]
    [MemberData(nameof(Zones))]
    public void A_time_that_no_clock_showed_is_said_to_be_none(string zoneId)
    {
        var zone = DateTimeZoneProviders.Tzdb[zoneId];
        var gaps = Intervals(zone).Where(pair => pair.After.WallOffset > pair.Before.WallOffset).ToList();
        Assert.NotEmpty(gaps);
        foreach (var (before, _) in gaps)
            Assert.Equal(
                (null, LocalTimes.Skipped), Assert.Single(LocalTimes.Resolve([(new(null, before.IsoLocalEnd), "row")], zone)));
    }

    [Theory]
    [InlineData("01:28 02:28 02:28' 03:28", "00:28 01:28 02:28 03:28")]
    [InlineData("03:28 02:28 02:28' 01:28", "03:28 02:28 01:28 00:28")]
    [InlineData("01:28 02:28 02:28 03:28", "00:28 ? ? 03:28")]
    [InlineData("01:28 01:28' 02:28 02:28' 03:28", "00:28 00:28 ? ? 03:28")]
    [InlineData("01:28 02:10 02:40 03:28", "00:28 ? ? 03:28")]
    [InlineData("01:28 02:40 02:10 03:28", "00:28 01:40 02:10 03:28")]
    [InlineData("02:40 02:10", "? ?")]
    [InlineData("04:00 01:28 02:40 02:10 03:28", "04:00 00:28 ? ? 03:28")]
    public void Half_past_two_on_the_last_of_October(string told, string expected)
    {
        // At 01:00 UTC 03:00 becomes 02:00. What is expected is written in winter time.
        var zone = DateTimeZoneProviders.Tzdb["Europe/Berlin"];
        var day = new LocalDate(2026, 10, 25);
        var rows = told.Split(' ').Select(text => (
            new ToldTime(null, day + LocalTimePattern.CreateWithInvariantCulture("HH:mm").Parse(text[..5]).Value), text)).ToList();
        var read = LocalTimes.Resolve(rows, zone).Select(one => one.At is { } at
            ? (at + Duration.FromHours(1)).InUtc().ToString("HH:mm", null) : "?");
        Assert.Equal(expected, string.Join(' ', read));
    }

    [Fact]
    public void An_end_is_the_one_time_after_its_beginning()
    {
        var zone = DateTimeZoneProviders.Tzdb["Europe/Berlin"];
        var told = new ToldTime(null, new LocalDateTime(2026, 10, 25, 2, 30));
        Assert.Equal(
            Instant.FromUtc(2026, 10, 25, 1, 30), LocalTimes.After(Instant.FromUtc(2026, 10, 25, 0, 45), told, zone));
        Assert.Null(LocalTimes.After(Instant.FromUtc(2026, 10, 25, 0, 15), told, zone));
        Assert.Null(LocalTimes.After(Instant.FromUtc(2026, 10, 25, 3, 0), told, zone));
    }

    private static IReadOnlyList<(Instant? At, string? Problem)> Resolve(IEnumerable<Instant> instants, DateTimeZone zone) =>
        LocalTimes.Resolve([.. instants.Select((at, i) => (new ToldTime(null, at.InZone(zone).LocalDateTime), $"row {i}"))], zone);

    private static List<Instant> Times(Instant from, Instant to, Func<int> step)
    {
        var times = new List<Instant>();
        for (var at = from; at < to; at += Duration.FromSeconds(step()))
            times.Add(at);
        return times;
    }

    /// <summary>When clocks changed, and by how much they went back.</summary>
    private static IEnumerable<(Instant At, Duration Fold)> ChangesOf(DateTimeZone zone) =>
        Intervals(zone).Select(pair => (pair.Before.End, pair.Before.WallOffset.ToTimeSpan() - pair.After.WallOffset.ToTimeSpan()))
            .Select(change => (change.End, Duration.FromTimeSpan(change.Item2)));

    private static IEnumerable<(NodaTime.TimeZones.ZoneInterval Before, NodaTime.TimeZones.ZoneInterval After)> Intervals(DateTimeZone zone)
    {
        var all = zone.GetZoneIntervals(Instant.FromUtc(1800, 1, 1, 0, 0), Until).ToList();
        return all.Zip(all.Skip(1));
    }
}
