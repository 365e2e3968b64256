using System.Text;
using Estate.Adapters.Influx;
using Estate.Domain.Devices;
using Estate.TestKit;
using NodaTime;
using Xunit;

namespace Estate.Adapters.Tests.Influx;

public sealed class SameMillisecondTests
{
    private static readonly Instant At = Instant.FromUtc(2026, 3, 2, 0, 0);

    [Fact]
    public void Only_points_of_one_series_and_millisecond_are_told_apart()
    {
        var apart = new SameMillisecond();
        Assert.Equal(
            ["a,site=s", "a,site=s,same_ms=1", "b,site=s", "a,site=s", "a,site=s,same_ms=2"],
            new[] { ("a", 1L), ("a", 1), ("b", 1), ("a", 2), ("a", 1) }.Select((one, i) => Tagged(apart, one.Item1, one.Item2, i + 1)));
    }

    [Fact]
    public void What_lies_farther_back_than_the_window_does_not_matter()
    {
        var apart = new SameMillisecond();
        Tagged(apart, "a", 1, 1);
        Assert.Equal("a,site=s,same_ms=1", Tagged(apart, "a", 1, SameMillisecond.Window));
        Assert.Equal("a,site=s,same_ms=1", Tagged(apart, "a", 1, SameMillisecond.Window + 1));
    }

    [Theory]
    [InlineData(1, 3)]
    [InlineData(5, 2)]
    [InlineData(4, 40)]
    [InlineData(5, 4_000)]
    public void Tags_are_those_of_a_count_by_hand(int mostOfANumber, int mostBetween)
    {
        var (apart, random, all) = (new SameMillisecond(), new Random(7), new Dictionary<(string, long), List<long>>());
        for (var (number, left) = (1L, 60_000); left > 0; number += random.Next(1, mostBetween))
            for (var i = random.Next(mostOfANumber) + 1; i > 0; i--, left--)
            {
                var (series, at) = ($"s{random.Next(40)}", random.Next(200));
                var before = all.TryGetValue((series, at), out var known) ? known : all[(series, at)] = [];
                var earlier = before.Count(one => one > number - SameMillisecond.Window);
                Assert.Equal($"{series},site=s" + (earlier == 0 ? "" : $",same_ms={earlier}"), Tagged(apart, series, at, number));
                before.Add(number);
            }
    }

    [Fact]
    public void Measurements_of_one_millisecond_are_tagged_for_VictoriaMetrics_alone()
    {
        using var folder = new TemporaryFolder();
        foreach (var dialect in Enum.GetValues<InfluxDialect>())
        {
            var buffer = new TelemetryBuffer(new SpillFolder(folder.Path, 1_000_000), "s", 10, dialect);
            for (var i = 0; i < 2; i++)
                buffer.Add(new Measurement("bin", At, [("station", "a")], [("fill", 0.5)]));
            Assert.Equal(dialect == InfluxDialect.VictoriaMetrics, buffer.Dequeue(2)[1].Contains(",same_ms=1 ", StringComparison.Ordinal));
        }
    }

    private static string Tagged(SameMillisecond apart, string name, long at, long number)
    {
        var line = new LineWriter(new byte[100]);
        line.Append(Encoding.UTF8.GetBytes(name + ",site=s"));
        apart.AppendTag(ref line, SameMillisecond.HashOf(line.Written), at, number);
        return Encoding.UTF8.GetString(line.Written);
    }
}
