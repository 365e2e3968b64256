using System.Collections;
using Estate.Adapters.Influx;
using Estate.Domain.Devices;
using Estate.TestKit;
using FsCheck;
using FsCheck.Fluent;
using NodaTime;
using Xunit;

namespace Estate.Adapters.Tests.Influx;

public sealed class SpillTests : IDisposable
{
    private static readonly Instant At = Instant.FromUtc(2026, 3, 2, 0, 0);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Spilled_lines_survive_a_restart_in_order()
    {
        Open().Add(["a 1", "b 2"]);
        var second = Open();
        second.Add(["c 3"]);
        Assert.Equal(["a 1", "b 2", "c 3"], TakeAll(Open()));
        Assert.True(Open().IsEmpty);
    }

    [Fact]
    public void A_line_torn_by_a_power_cut_is_skipped_and_no_other()
    {
        Open().Add(["a 1", "b 2"]);
        File.AppendAllText(Assert.Single(Directory.GetFiles(_folder.File("series"))), "c 3 without its e");
        Open().Add(["d 4"]);
        Assert.Equal(["a 1", "b 2", "d 4"], TakeAll(Open()));
    }

    [Fact]
    public void Beyond_the_quota_the_oldest_lines_are_dropped_and_counted()
    {
        var spill = Open(quota: 5_000_000);
        for (var batch = 0; batch < 40; batch++)
            spill.Add([.. Enumerable.Range(0, 5_000).Select(i => $"bin,station=s fill=0.{batch:00}{i:0000} 1772409600000000000")]);
        Assert.InRange(spill.Bytes, 1, 5_000_000);
        var kept = TakeAll(spill);
        Assert.Equal(40 * 5_000, kept.Count + spill.Dropped);
        Assert.True(spill.Dropped > 0);
        Assert.EndsWith("0.394999 1772409600000000000", kept[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void Lines_added_while_the_oldest_file_is_sent_are_not_removed_with_it()
    {
        var spill = Open();
        spill.Add(["a 1"]);
        var (number, lines) = spill.Read();
        spill.Add(["b 2"]);
        spill.Remove(number);
        Assert.Equal(["a 1"], lines);
        Assert.Equal(["b 2"], TakeAll(spill));
    }

    [Fact]
    public void Failed_attempts_leave_no_files_behind()
    {
        var spill = Open();
        for (var second = 0; second < 3; second++)
            Assert.Throws<IOException>(() => spill.Add(new FullDisk()));
        Assert.Equal((true, 0L), (spill.IsEmpty, spill.Bytes));
        Assert.Empty(Directory.GetFiles(_folder.File("series")));
        spill.Add(["a 1"]);
        Assert.Throws<IOException>(() => spill.Add(new FullDisk()));
        spill.Add(["b 2"]);
        Assert.Equal(["a 1", "b 2"], TakeAll(spill));
        Assert.Equal(0, spill.Bytes);
    }

    [Fact]
    public void The_disk_reserve_is_left_to_the_database()
    {
        var free = 63_999_999L;
        var spill = new SpillFolder(_folder.File("series"), 100_000_000, () => free);
        Assert.Contains("less than 64 MB are free", Assert.Throws<IOException>(() => spill.Add(["a 1"])).Message, StringComparison.Ordinal);
        Assert.Equal((true, 0L), (spill.IsEmpty, spill.Room));
        free = 64_000_100;
        spill.Add(["a 1"]);
        Assert.Equal(100, spill.Room);
        Assert.Equal(["a 1"], TakeAll(spill));
    }

    [Fact]
    public void An_unreadable_file_is_set_aside_counted_and_blocks_nothing()
    {
        foreach (var line in new[] { "a 1", "b 2", "c 3" })
            Open().Add([line]);
        var spill = Open();
        // Reading the one fails, the other can be neither read nor renamed.
        File.Delete(PathOf(1));
        File.CreateSymbolicLink(PathOf(1), "/proc/self/mem");
        Block(2);
        Assert.Contains("00000001.lp cannot be read", Assert.Throws<IOException>(() => spill.Read()).Message, StringComparison.Ordinal);
        Assert.Throws<IOException>(() => spill.Read());
        Assert.Equal(["c 3"], TakeAll(spill));
        Assert.Equal((2L, 0L), (spill.Dropped, spill.Bytes));
        Assert.True(File.Exists(Path.ChangeExtension(PathOf(1), ".unreadable")));
        Assert.True(Open().IsEmpty);
    }

    [Fact]
    public void Beyond_the_quota_an_unreadable_undeletable_file_is_skipped_too()
    {
        Open().Add(["a 1"]);
        var spill = Open(quota: 5_000_000);
        Block(1);
        for (var batch = 0; batch < 40; batch++)
            spill.Add([.. Enumerable.Range(0, 5_000).Select(i => $"bin,station=s fill=0.{batch:00}{i:0000} 1772409600000000000")]);
        Assert.InRange(spill.Bytes, 1, 5_000_000);
        Assert.Equal((40 * 5_000) + 1, TakeAll(spill).Count + spill.Dropped);
    }

    [Fact]
    public void Measurements_of_one_instant_never_share_an_identity() =>
        Prop.ForAll(Gen.Choose(1, 200).ToArbitrary(), count =>
        {
            var buffer = Buffer();
            for (var i = 0; i < count; i++)
                buffer.Add(new("bin", At + Duration.FromNanoseconds(i), [("station", "s")], [("fill", i)]));
            return buffer.Dequeue(1_000).Select(line => line.Split(' ')[2]).Distinct().Count() == count;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_full_buffer_drops_the_oldest_and_counts_non_finite_values()
    {
        var buffer = Buffer(capacity: 3);
        foreach (var fill in new[] { 0.1, double.NaN, 0.2, 0.3, 0.4 })
            buffer.Add(new("bin", At, [], [("fill", fill)]));
        Assert.Equal(2, buffer.Dropped);
        Assert.Equal(
            ["bin,site=site fill=0.2", "bin,site=site fill=0.3", "bin,site=site fill=0.4"],
            buffer.Dequeue(10).Select(line => line[..line.LastIndexOf(' ')]));
        Assert.Equal(0, buffer.Count);
    }

    private TelemetryBuffer Buffer(int capacity = 1_000) => new(Open(), "site", capacity, InfluxDialect.V1);

    private SpillFolder Open(long quota = 100_000_000) => new(_folder.File("series"), quota);

    private string PathOf(int number) => Path.Combine(_folder.File("series"), $"{number:00000000}.lp");

    /// <summary>Something else stands in its place.</summary>
    private void Block(int number)
    {
        File.Delete(PathOf(number));
        Directory.CreateDirectory(Path.Combine(PathOf(number), "folder"));
    }

    private static List<string> TakeAll(SpillFolder spill)
    {
        var all = new List<string>();
        while (!spill.IsEmpty)
        {
            var (number, lines) = spill.Read();
            all.AddRange(lines);
            spill.Remove(number);
        }
        return all;
    }

    /// <summary>Lines that a disk takes some of.</summary>
    private sealed class FullDisk : IReadOnlyList<string>
    {
        public int Count => 1_001;

        public string this[int index] =>
            index < 1_000 ? $"x,number={index} of=1 1772409600000000000" : throw new IOException("No space left on device");

        public IEnumerator<string> GetEnumerator() => Enumerable.Range(0, Count).Select(index => this[index]).GetEnumerator();

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }
}
