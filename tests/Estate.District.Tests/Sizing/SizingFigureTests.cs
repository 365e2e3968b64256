using System.Text;
using Estate.District.Demonstration;
using Estate.District.Sizing;
using Estate.District.Store;
using Estate.TestKit;
using Npgsql;
using Xunit;

namespace Estate.District.Tests.Sizing;

/// <summary>The figures of the model that are sizes, measured here; and that its document says what it computes.</summary>
[Collection(DistrictCollection.Name)]
public sealed class SizingFigureTests(DistrictFixture servers)
{
    private const int Days = 7, MinutesPerDay = 1_440, Estates = 8;
    private const string Begin = "<!-- computed: ", End = "<!-- end of computed -->";

    private static readonly string Document = Path.Combine(Repository.Root, "docs", "district-sizing.md");

    [Fact]
    public async Task A_stored_fact_and_a_days_rollups_take_as_much_as_the_model_says()
    {
        await using var source = NpgsqlDataSource.Create(await servers.DatabaseAsync());
        await Migrations.RunAsync(source, CancellationToken.None);
        var store = new FactStore(source, new Partitions(source, TimeProvider.System));
        var first = (TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() / 60) - (Days * MinutesPerDay);
        var count = 0;
        foreach (var estate in Enumerable.Range(0, Estates).Select(index => new PlausibleEstate(index)))
            for (var day = 0; day < Days; day++)
            {
                var minutes = Enumerable.Range(0, MinutesPerDay).Select(minute => first + (day * MinutesPerDay) + minute).ToList();
                var facts = minutes.SelectMany(estate.FactsOf).ToList();
                count += facts.Count;
                var after = day == 0 ? 0 : PlausibleEstate.LastOf(minutes[0] - 1);
                await store.TakeAsync(
                    [new(new(estate.Site, estate.Epoch), after, PlausibleEstate.LastOf(minutes[^1]), facts)], CancellationToken.None);
            }
        await new Rollups(source, new("nats://127.0.0.1:1", "", 1)).RunAllAsync(CancellationToken.None);
        var (fact, rollups) = (await BytesAsync(source, "fact\\_%") / count, await BytesAsync(source, "rollup\\_%") / (Estates * Days));
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{count} facts, {fact:0} B each, roll-ups {rollups:0} B a day of an estate");
        Assert.InRange(fact / MeasuredCost.StoredBytes.Known, 0.8, 1.2);
        Assert.InRange(rollups / MeasuredCost.RollupBytesPerDay.Known, 0.7, 1.3);
    }

    [Fact]
    public void A_fact_in_a_message_is_as_long_as_the_model_says()
    {
        var estate = new PlausibleEstate(3);
        var facts = Enumerable.Range(0, MinutesPerDay).SelectMany(minute => estate.FactsOf(29_500_000 + minute)).ToList();
        var empty = Encoding.UTF8.GetByteCount(
            """{"n":41207000,"at":1772400000000,"received_at":1772400000000,"device":"","slice":"","type":"","body":},""");
        var bytes = facts.Average(fact => empty + Encoding.UTF8.GetByteCount(fact.Device + fact.Slice + fact.Type + fact.Body));
        var envelope = Encoding.UTF8.GetByteCount(
            """{"schema":1,"site":"xinghe","epoch":"00112233445566aa","after":4120000,"last":4120060,"facts":[]}""");
        TestContext.Current.TestOutputHelper?.WriteLine($"{bytes:0} B a fact, {envelope} B a message");
        Assert.InRange(bytes / MeasuredCost.WireBytes.Known, 0.9, 1.1);
        Assert.InRange(envelope / MeasuredCost.EnvelopeBytes.Known, 0.9, 1.1);
    }

    [Fact]
    public void Twice_the_estates_are_twice_the_load_and_a_lane_with_the_longest_transaction_is_half_busy()
    {
        var (one, two) = (new DistrictSize(new(800, 10_959, 4_293, 0.27)), new DistrictSize(new(1_600, 10_959, 4_293, 0.27)));
        foreach (var figure in new Func<DistrictSize, double>[]
        {
            size => size.Load.FactsPerS, size => size.Load.PeakMessagesPerS, size => size.PeakBytesPerS, size => size.BytesPerYear,
            size => size.MessageServers, size => size.Database, size => 1 / size.HoursOfStream(1 << 30),
        })
            Assert.Equal(2, figure(two) / figure(one), 6);
        Assert.Equal(one.Load.FactsPerYear, one.Load.FactsPerS * 365 * 86_400, 0.001);
        Assert.Equal(one.Load.PeakFactsPerS, one.Load.PeakMessagesPerS * one.Load.PeakFactsPerMessage, 6);
        var lane = new LaneQueue(
            one.Load.PeakMessagesPerS / MeasuredCost.Lanes, one.LongestTransaction(),
            one.Load.PeakFactsPerMessage / DistrictSize.RowsPerS, one.MessagesAtOnce);
        Assert.Equal(DistrictSize.Headroom, lane.Utilization, 6);
    }

    [Fact]
    public void The_document_says_what_is_computed()
    {
        var said = File.ReadAllText(Document);
        var text = With(With(said, "costs", SizingCommand.Costs()), "sizes", SizingCommand.Table([800, 13_000, 130_000, 1_300_000]));
        if (Environment.GetEnvironmentVariable("ESTATE_WRITE_DOCS") == "yes")
            File.WriteAllText(Document, text);
        Assert.Equal(text, File.ReadAllText(Document));
        using var printed = new StringWriter();
        Assert.Equal(0, SizingCommand.Run([], printed));
        Assert.Contains(printed.ToString(), text, StringComparison.Ordinal);
        Assert.Throws<FormatException>(() => SizingCommand.Run(["many"], printed));
    }

    private static string With(string document, string part, string computed)
    {
        var begin = document.IndexOf($"{Begin}{part} -->\n", StringComparison.Ordinal) + $"{Begin}{part} -->\n".Length;
        var end = document.IndexOf(End, begin, StringComparison.Ordinal);
        Assert.True(begin > Begin.Length && end >= begin, $"{part} has no place in the document");
        return document[..begin] + computed + document[end..];
    }

    private static async Task<double> BytesAsync(NpgsqlDataSource source, string tables)
    {
        await using var command = source.CreateCommand(
            $"SELECT sum(pg_total_relation_size(oid))::float8 FROM pg_class WHERE relkind = 'r' AND relname LIKE '{tables}'");
        return (double)(await command.ExecuteScalarAsync())!;
    }
}
