using Estate.Bench.All;
using Estate.TestKit;
using Xunit;

namespace Estate.Bench.Tests.All;

/// <summary>The page keeps what people wrote and what was measured on another day; a figure is the worst of its lines.</summary>
public sealed class PerformancePageTests : IDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 11, 30, 14, 0, 0, TimeSpan.Zero);
    private static readonly Target Lock = Named("card, exit and fire to the lock, p99"), Card = Named("a 32 GB card lasts");
    private readonly TemporaryFolder _folder = new(inMemory: true);

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(new[] { "card to lock, stalled: n 90, p50 1.00 ms, p99 4.31 ms, max 9.00 ms (limit p99 20 ms: 0.22 of it)",
        "exit to lock, stalled: n 90, p50 1.00 ms, p99 21.50 ms, max 22.00 ms (limit p99 20 ms: 1.08 of it)" }, 21.5, "not met")]
    [InlineData(
        new[] { "fire to lock, stalled: n 90, p50 1.00 ms, p99 20.00 ms, max 22.00 ms (limit p99 20 ms: 1.00 of it)" }, 20.0, "met")]
    [InlineData(new[] { "the gateway did not get ready" }, null, "not measured")]
    public void The_worst_line_counts(string[] lines, double? value, string verdict)
    {
        var figure = new Figure(Lock, Lock.In(lines));
        Assert.Equal((value, verdict), (figure.Value, figure.Verdict));
    }

    [Fact]
    public void A_figure_that_is_not_told_fails_unless_it_needs_somebody_else()
    {
        Assert.False(new Figure(Lock, null).IsGood);
        Assert.True(new Figure(Named("CPU per tap ÷ Node-RED"), null).IsGood);
        Assert.False(new Figure(Card, 9).IsGood);
        Assert.True(new Figure(Card, 10).IsGood);
    }

    [Fact]
    public void Words_and_older_figures_stay_when_some_are_measured_anew()
    {
        var page = new PerformancePage(_folder.File("performance.md"));
        page.Write([new(Lock, 21.5), new(Card, 30)], Now.AddDays(-1), "a Pi");
        File.AppendAllText(page.Path, $"\n### {Lock.Name}\n\nA nicer thread was tried.\nIt was not enough.\n\n### another\n");

        page.Write([new(Lock, 19)], Now, "two cores");

        var written = File.ReadAllText(page.Path);
        Assert.Contains($"| {Lock.Name} | 19 ms | ≤ 20 ms | met | `gate` | 2026-11-30 |\n", written, StringComparison.Ordinal);
        Assert.Contains($"| {Card.Name} | 30 years | ≥ 10 years | met | `year` | 2026-11-29 |\n", written, StringComparison.Ordinal);
        Assert.Contains("Last on two cores.", written, StringComparison.Ordinal);
        Assert.DoesNotContain("21.5", written, StringComparison.Ordinal);
        Assert.Equal("A nicer thread was tried. It was not enough.", page.WordsAbout(Lock.Name));
        Assert.Null(page.WordsAbout("another"));
    }

    [Fact]
    public void A_page_without_a_place_for_figures_is_refused_and_stays()
    {
        File.WriteAllText(_folder.File("other.md"), "# Other\n");
        Assert.Throws<FormatException>(() => new PerformancePage(_folder.File("other.md")).Write([new(Card, 30)], Now, "a Pi"));
        Assert.Equal("# Other\n", File.ReadAllText(_folder.File("other.md")));
    }

    private static Target Named(string name) => Targets.All.Single(target => target.Name == name);
}
