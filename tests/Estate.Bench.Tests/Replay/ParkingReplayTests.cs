using Estate.Bench.Replay;
using Estate.TestKit;
using Xunit;

namespace Estate.Bench.Tests.Replay;

public sealed class ParkingReplayTests : IDisposable
{
    private readonly TemporaryFolder _folder = new(inMemory: true);

    private static string Samples => Path.Combine(AppContext.BaseDirectory, "samples", "parking");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Sample_counts_reconcile_with_every_reason()
    {
        var reports = ReplayRuns.Parking(Path.Combine(Samples, "counts.yaml"), Samples, _folder.Path);
        Assert.Equal(
            [(7, 3, 1, 2, 1), (2, 1, 0, 1, 0)], reports.Select(one => (one.In, one.Accepted, one.Duplicate, one.Rejected, one.Late)));
        Assert.All(reports, report => Assert.True(report.Reconciles));
        Assert.Equal(
            ["bad_row 1", "negative_count 1", "older_than_newest 1", "over_capacity 1", "same_row_twice 1"],
            reports[0].Reasons.Select(reason => $"{reason.Key} {reason.Value}"));
    }

    [Fact]
    public void Sample_polls_yield_exactly_the_changes()
    {
        var reports = ReplayRuns.Parking(Path.Combine(Samples, "spaces.yaml"), Samples, _folder.Path);
        Assert.All(reports, report => Assert.True(report.Reconciles));
        Assert.Equal(
            ["bad_row 1", "new_space 3", "same_space_twice 1"], reports[0].Reasons.Select(reason => $"{reason.Key} {reason.Value}"));
        Assert.Equal(["changed 1", "new_space 1", "unchanged 2"], reports[1].Reasons.Select(reason => $"{reason.Key} {reason.Value}"));
    }

    [Fact]
    public void A_count_that_is_not_the_recorded_one_does_not_reconcile()
    {
        var report = new ReplayReport("planted");
        report.Read();
        report.Accept();
        Assert.True(report.Reconciles);
        report.CountReason("counted_otherwise");
        Assert.False(report.Reconciles);
    }

    [Fact]
    public void The_Birmingham_counts_equal_the_lots_at_every_recorded_instant()
    {
        var all = ReplayReport.Sum("all", Run("parking-birmingham", "parking-birmingham-uci"));
        Assert.True(all.Reconciles);
        Assert.Equal((35_717, 35_489, 216, 12, 0), (all.In, all.Accepted, all.Duplicate, all.Rejected, all.Late));
        Assert.Equal((12, 373), (all.Reasons["negative_count"], all.Reasons["over_capacity"]));
    }

    [Fact]
    public void The_Melbourne_polls_yield_exactly_their_edges()
    {
        var reports = Run("parking-melbourne", "parking-melbourne-2snapshots");
        Assert.All(reports, report => Assert.True(report.Reconciles));
        Assert.Equal((956, 4, 2119), (reports[1].Reasons["changed"], reports[1].Reasons["new_space"], reports[1].Reasons["unchanged"]));
    }

    private IReadOnlyList<ReplayReport> Run(string mapping, string recordings) =>
        ReplayRuns.Parking(mapping, ReplayTests.Recordings(recordings), _folder.Path);
}
