using Estate.Bench.Replay;
using Estate.TestKit;
using Xunit;

namespace Estate.Bench.Tests.Replay;

public sealed class ReplayTests : IDisposable
{
    private readonly TemporaryFolder _folder = new(inMemory: true);

    private static string Samples => Path.Combine(AppContext.BaseDirectory, "samples");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Sample_uplinks_reconcile_with_every_reason()
    {
        var report = Assert.Single(DtuReplay.Run(Samples, _folder.Path));
        Assert.Equal((10, 5, 1, 3, 1), (report.In, report.Accepted, report.Duplicate, report.Rejected, report.Late));
        Assert.True(report.Reconciles);
        Assert.Equal(
            ["bad_payload", "bad_uplink: data is missing", "level_out_of_range", "not_in_inventory", "older_than_newest",
            "same_frame_twice"],
            report.Reasons.Keys);
    }

    [Fact]
    public void Sample_emptyings_are_each_found_once_and_no_others()
    {
        var report = ReplayRuns.Emptyings("waste-edinburgh", Samples, _folder.Path, levelsOnly: false);
        Assert.Equal((6, 4, 2), (report.Source.In, report.Source.Accepted, report.Source.Rejected));
        Assert.Equal(["bad_row 1", "skipped_local_time 1"], report.Source.Reasons.Select(reason => $"{reason.Key} {reason.Value}"));
        Assert.Equal((4, 3, 1, 0, 0), (report.Recorded, report.FoundByLevel, report.FoundByReportOnly, report.Missed, report.Invented));
    }

    [Fact]
    public void An_answer_key_that_does_not_fit_is_noticed()
    {
        var source = new ReplayReport("planted");
        var device = new Domain.Devices.DeviceId("bins", "slot-1");
        var at = NodaTime.Instant.FromUtc(2026, 3, 2, 8, 0);
        var found = new Domain.Bins.CompartmentEmptied(
            device, Domain.Devices.EventTime.Now(at), Domain.Bins.WasteCategory.Wet, 0.5, 0, false);
        var hour = NodaTime.Duration.FromHours(1);
        var report = EmptyingsReport.Compare(source, [(device, at), (device, at + hour)], [found, found]);
        Assert.Equal((1, 1), (report.Missed, report.Invented));
    }

    [Fact]
    public void The_DTU_recordings_reconcile()
    {
        var reports = DtuReplay.Run(Recordings("waste-dtu-lorawan"), _folder.Path);
        Assert.All(reports, report => Assert.True(report.Reconciles));
        Assert.Equal(
            (1844, 46, 0, 0),
            (reports.Sum(one => one.In), reports.Sum(one => one.Duplicate), reports.Sum(one => one.Rejected),
            reports.Sum(one => one.Late)));
        Assert.Equal(3, reports.Sum(one => one.Reasons.GetValueOrDefault("level_out_of_range")));
    }

    [Fact]
    public void Exactly_the_recorded_Edinburgh_emptyings_are_found()
    {
        var report = ReplayRuns.Emptyings("waste-edinburgh", Recordings("waste-edinburgh-collections"), _folder.Path, levelsOnly: false);
        Assert.Equal((10_000, 0, 0), (report.Recorded, report.Missed, report.Invented));
    }

    [Fact]
    public void From_levels_alone_only_emptyings_of_empty_bins_are_missed()
    {
        var report = ReplayRuns.Emptyings("waste-edinburgh", Recordings("waste-edinburgh-collections"), _folder.Path, levelsOnly: true);
        Assert.Equal((9_998, 2, 0), (report.FoundByLevel, report.Missed, report.Invented));
    }

    internal static string Recordings(string name)
    {
        var folder = TestKit.Recordings.Find(name);
        Assert.SkipWhen(folder is null, TestKit.Recordings.MissingLine(name));
        return folder!;
    }
}
