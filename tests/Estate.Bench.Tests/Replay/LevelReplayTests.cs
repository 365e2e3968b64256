using Estate.Bench.Replay;
using Estate.Domain.Bins;
using Estate.Domain.Devices;
using Estate.Gateway.Configuration;
using Estate.TestKit;
using NodaTime;
using Xunit;

namespace Estate.Bench.Tests.Replay;

/// <summary>Levels of bins by a mapping: what was measured is shown and kept, what cannot be is refused or unknown.</summary>
public sealed class LevelReplayTests : IDisposable
{
    private static readonly Instant At = Instant.FromUtc(2026, 3, 2, 8, 0, 30);

    private readonly TemporaryFolder _folder = new(inMemory: true);

    private static string Samples => Path.Combine(AppContext.BaseDirectory, "samples", "levels");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Sample_levels_reconcile_with_every_reason()
    {
        var reports = ReplayRuns.Levels(Path.Combine(Samples, "levels.yaml"), Samples, _folder.Path);
        Assert.All(reports, report => Assert.True(report.Reconciles, ReplayReport.Table(reports)));
        Assert.Equal(
            [("B 1", 13, 8, 1, 3, 1), ("b-1", 3, 2, 0, 1, 0)],
            reports.Select(one => (one.Source, one.In, one.Accepted, one.Duplicate, one.Rejected, one.Late)));
        Assert.Equal(
            ["bad_row 3", "emptied 1", "filled_up 1", "level_out_of_range 1", "older_than_newest 1", "same_row_twice 1", "unreadable 1"],
            reports[0].Reasons.Select(reason => $"{reason.Key} {reason.Value}"));
        Assert.Equal(
            ["level 'x' is no number, and levels.words has no such word", "it says nothing of the bin", "depth '0' is no number above 0",
            "temperature '1000' is no number from -60 to 400 °C"],
            reports.SelectMany(report => report.Refused).Where(one => one.Reason == "bad_row").Select(one => one.Detail));
    }

    [Fact]
    public void The_DTU_levels_are_shown_and_kept_as_their_author_cleaned_them()
    {
        var reports = ReplayRuns.Levels("waste-dtu-levels", ReplayTests.Recordings("waste-dtu-lorawan"), _folder.Path);
        Assert.All(reports, report => Assert.True(report.Reconciles, ReplayReport.Table(reports)));
        var all = ReplayReport.Sum("all", reports);
        Assert.Equal((6, 1_737, 1_695, 42, 0, 0), (reports.Count, all.In, all.Accepted, all.Duplicate, all.Rejected, all.Late));
    }

    [Fact]
    public void A_card_that_shows_something_else_is_noticed()
    {
        var answers = Answers();
        answers.Add(At, new(true, 0.5, 20, Tilted: true));
        Assert.True(answers.AreShownBy(Card("tilted", "50 %", "20 °C")));
        Assert.False(answers.AreShownBy(Card("50 %", "20 °C")));
        Assert.False(answers.AreShownBy(Card("tilted", "51 %", "20 °C")));
        answers.Add(At, new(true, null, null, null));
        Assert.True(answers.AreShownBy(Card("tilted", "unknown", "20 °C")));
        answers.Add(At, new(true, 0.95, 70, Tilted: false));
        Assert.True(answers.AreShownBy(Card("too hot", "95 %, full", "70 °C")));
    }

    [Fact]
    public void Means_that_are_missing_wrong_or_too_many_are_noticed()
    {
        var (answers, minute) = (Answers(), At - Duration.FromSeconds(30));
        answers.Add(At, new(true, 0.5, null, null));
        answers.Add(At, new(true, 0.7, null, null));
        Assert.Empty(answers.Differing("bin", [Mean(minute, 0.6)]));
        Assert.Equal([minute], answers.Differing("bin", []));
        Assert.Equal([minute], answers.Differing("bin", [Mean(minute, 0.5)]));
        Assert.Equal([At], answers.Differing("bin", [Mean(minute, 0.6), Mean(At, 0.6)]));
        Assert.Empty(answers.Differing("station", []));
    }

    [Theory]
    [InlineData("unit: cm_free", "unit: inch", "line 9, column 9: levels.unit: 'inch' is not percent or share or cm or cm_free")]
    [InlineData("unit: cm_free", "unit: percent", "line 10, column 10: levels.depth: how deep the bin is in cm")]
    [InlineData("  depth: Depth\n", "", "levels.depth: how deep the bin is in cm")]
    [InlineData("FULL: full", "FULL: overflowing", "levels.words.FULL: 'overflowing' is not full or empty or fault")]
    [InlineData("temperature_unit: F", "temperature_unit: K", "levels.temperature_unit: 'K' is not C or F")]
    [InlineData("level: Distance", "level: Distanz", "levels.level: there is no column 'Distanz'")]
    public void A_mapping_of_levels_that_does_not_fit_says_where_and_what(string right, string wrong, string expected)
    {
        var yaml = File.ReadAllText(Path.Combine(Samples, "levels.yaml"));
        File.WriteAllText(_folder.File("wrong.yaml"), yaml.Replace(right, wrong, StringComparison.Ordinal));
        var mistake = Assert.Throws<ConfigurationException>(() => Recording.Read(MappingFile.Read(_folder.File("wrong.yaml")), Samples));
        Assert.Contains(expected, mistake.Message, StringComparison.Ordinal);
    }

    private static LevelAnswers Answers() => new(new StationSettings());

    private static Measurement Mean(Instant at, double fill) => new("bin", at, [], [("fill", fill)]);

    private static StatusCard Card(params string[] values) => new(
        new("bins", "b"), Text.Same("bin"), Tone.Good, At, [.. values.Select(value => new CardLine(Text.Same("line"), Text.Same(value)))]);
}
