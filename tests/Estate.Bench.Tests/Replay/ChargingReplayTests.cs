using Estate.Bench.Replay;
using Estate.Domain.Charging;
using Estate.TestKit;
using NodaTime;
using Xunit;

namespace Estate.Bench.Tests.Replay;

/// <summary>Recorded chargers against an independent reading of the same files; small ones of our own always run.</summary>
public sealed class ChargingReplayTests : IDisposable
{
    private readonly TemporaryFolder _folder = new(inMemory: true);

    private static string Samples => Path.Combine(AppContext.BaseDirectory, "samples");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_recorded_day_with_a_gap_a_repeated_second_and_a_clock_jump_is_replayed()
    {
        var day = TracebaseReplay.Run(Path.Combine(Samples, "charging-power"), _folder.Path).Single();
        Assert.True(day.IsTrue, string.Join('\n', day.Lines));
        Assert.Equal(
            ["bad_row 2", "hole 1", "older_than_newest 1", "same_second 1"],
            day.Report.Reasons.Select(reason => $"{reason.Key} {reason.Value}"));
        Assert.Equal([StopReason.FullyCharged, StopReason.Unplugged], day.Ended.Select(ended => ended.Reason));
        Assert.Equal((2, Instant.FromUtc(2026, 3, 2, 8, 1)), (day.Started.Count, day.Started[0].Time.At));
    }

    [Fact]
    public void Sessions_a_second_apart_stay_separate_and_809_kilowatts_are_flagged()
    {
        var report = ReplayRuns.Sessions("charging-acn", Path.Combine(Samples, "charging-sessions"), _folder.Path).Single();
        Assert.True(report.Reconciles);
        Assert.Equal((7, 4, 1, 2), (report.In, report.Accepted, report.Duplicate, report.Rejected));
        Assert.Equal(
            ["bad_row 2", "impossible_power 1", "same_session_twice 1", "turn_round_within_3_s 1"],
            report.Reasons.Select(reason => $"{reason.Key} {reason.Value}"));
    }

    [Fact]
    public void Recorded_chargers_are_full_and_unplugged_when_the_recording_says_so()
    {
        var folder = ReplayTests.Recordings("charging-tracebase-socket-power");
        var full = TracebaseReplay.Run(folder, _folder.Path);
        Assert.All(full, day => Assert.True(day.IsTrue, string.Join('\n', day.Lines)));
        var mac = full.Single(day => day.Report.Source.StartsWith("MacBook", StringComparison.Ordinal));
        Assert.Equal(Instant.FromUtc(2013, 5, 31, 9, 29, 1), mac.Started[0].Time.At);
        Assert.Equal(StopReason.FullyCharged, mac.Ended[0].Reason);

        var plug = TracebaseReplay.Run(folder, _folder.Path, TracebaseReplay.UntilUnplugged);
        Assert.All(plug, day => Assert.True(day.IsTrue, string.Join('\n', day.Lines)));
        mac = plug.Single(day => day.Report.Source.StartsWith("MacBook", StringComparison.Ordinal));
        Assert.Equal((StopReason.Unplugged, Instant.FromUtc(2013, 5, 31, 11, 59, 21)), (mac.Ended[0].Reason, mac.Ended[0].Since));
    }

    [Fact]
    public void Recorded_sessions_keep_their_energy_and_stay_apart()
    {
        var all = ReplayReport.Sum(
            "all", ReplayRuns.Sessions("charging-acn", ReplayTests.Recordings("charging-acn-caltech"), _folder.Path));
        Assert.True(all.Reconciles);
        Assert.Equal((6704, 6704, 2), (all.In, all.Accepted, all.Reasons["turn_round_within_3_s"]));
    }
}
