using System.Globalization;
using System.Net;
using Estate.Adapters.Influx;
using Estate.Adapters.Tests.Influx;
using Xunit;

namespace Estate.Adapters.Tests.Storage;

public sealed partial class SeriesRepetitionTests
{
    [Theory]
    [MemberData(nameof(ServersHere))]
    public async Task Kills_and_lost_answers_leave_every_sum_as_the_journal_has_it(InfluxDialect dialect)
    {
        using var server = await StartAsync(dialect);
        using var moody = new LosesAnswers(new SocketsHttpHandler { UseProxy = false });
        using var writer = new InfluxWriter(Target(dialect), moody, TimeProvider.System, attempts: 2);
        await writer.PrepareAsync(default);
        await KillAsync(writer, dialect, every => moody.Every = every, kills: 8);
        moody.Every = int.MaxValue;
        Assert.True(moody.Lost > 3, $"{moody.Lost} answers were lost");
        await SendAllAsync(writer, dialect);
        await IsRightAsync(dialect);
    }

    /// <summary>No real ones are available here: what they were sent is looked at, and the last of one series and time counts.</summary>
    [Theory]
    [InlineData(InfluxDialect.V2)]
    [InlineData(InfluxDialect.V3)]
    public async Task Kills_and_lost_answers_send_InfluxDb_2_and_3_the_same_points_again_and_no_others(InfluxDialect dialect)
    {
        await using var second = new ScriptedInflux2();
        var third = new ScriptedInflux(_ => HttpStatusCode.NoContent);
        using var moody = new LosesAnswers(third);
        using var writer = dialect == InfluxDialect.V3 ? new InfluxWriter(Target(dialect), moody, TimeProvider.System, attempts: 2)
            : new(
                SeriesServers.Open(new(second.Url, dialect, "estate", "estate", second.Token), TimeProvider.System), TimeProvider.System,
                attempts: 2);
        await KillAsync(writer, dialect, every => second.LosesEvery = moody.Every = every, kills: 4);
        (second.LosesEvery, moody.Every) = (int.MaxValue, int.MaxValue);
        await SendAllAsync(writer, dialect);
        Assert.True(moody.Lost + second.Lost > 3, $"{moody.Lost + second.Lost} answers were lost");
        var sent = dialect == InfluxDialect.V3 ? third.Stored : [.. second.Heard.Where(one => one.Path == "/api/v2/write")
            .SelectMany(one => one.Body.Split('\n'))];
        var points = sent.GroupBy(line => (line.Split(' ')[0], line.Split(' ')[^1])).Select(group => group.Last()).ToList();
        using var journal = Journal(_database, dialect);
        Assert.True(sent.Count > points.Count);
        Assert.Equal(journal.Read(0, long.MaxValue, 1_000).Lines.Order(StringComparer.Ordinal), points.Order(StringComparer.Ordinal));
        Assert.Equal(_awarded, points.Where(line => line.StartsWith("points", StringComparison.Ordinal))
            .Sum(line => long.Parse(line.Split("awarded=")[1].Split('i', ',', ' ')[0], CultureInfo.InvariantCulture)));
    }

    /// <summary>Each life begins where the cursor was saved, and ends between a write and the next save.</summary>
    /// <param name="every">Of the answers so many are lost.</param>
    private async Task KillAsync(InfluxWriter writer, InfluxDialect dialect, Action<int> every, int kills)
    {
        var random = new Random(7);
        for (var (kill, saved) = (0, 0L); kill < kills; kill++)
        {
            using var journal = Journal(_database, dialect);
            every(kill % 2 == 0 ? 2 : 3);
            var after = saved;
            for (var piece = 0; piece < 2 + kill; piece++)
            {
                var (lines, last) = journal.Read(after, long.MaxValue, 1 + random.Next(6));
                after = (await writer.WriteAsync(lines, default)).IsSettled ? last : after;
            }
            saved = random.Next(2) == 0 ? saved : Math.Min(after, saved + random.Next(4));
        }
    }
}
