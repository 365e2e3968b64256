using Estate.Adapters.Influx;
using Estate.Domain.Devices;
using Estate.TestKit;
using NodaTime;
using Xunit;

namespace Estate.Adapters.Tests.Influx;

/// <summary>Points of a server of the second generation are read by Flux, and deleted by their tags.</summary>
public sealed class FluxStoreTests : IAsyncDisposable
{
    private static readonly Instant Day = Instant.FromUtc(2026, 3, 2, 0, 0);
    private static readonly SeriesSchema Bin = new("bin", ["station", "category"], ["fill", "full"]);

    private readonly ScriptedInflux2 _server = new();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task Rows_become_points_with_their_fields_and_tags()
    {
        var answers = 0;
        _server.Answer = _ =>
            answers++ > 0 ? "\r\n" : ScriptedInflux2.Table("_time,station,category,fill,full", "dateTime:RFC3339,string,string,double,long",
            $"{ScriptedInflux2.At(1)},station 1,\"other, dry\",0.5,3", $"{ScriptedInflux2.At(2)},station 2,,0.25,",
            "2026-03-02T00:00:03.000000041Z,station 2,wet,NaN,1");
        using var store = Store();
        var read = await store.ReadAsync(Bin, Day, Day + Duration.FromDays(1), default).ToListAsync();
        Assert.Equal(
            ["00:00:01 station=station 1,category=other, dry fill=0.5,full=3", "00:00:02 station=station 2 fill=0.25",
            "00:00:03.000000041 station=station 2,category=wet full=1"],
            read.Select(point => $"{NodaTime.Text.InstantPattern.ExtendedIso.Format(point.At)[11..^1]} "
                + $"{string.Join(',', point.Tags.Select(tag => $"{tag.Key}={tag.Value}"))} "
                + $"{string.Join(',', point.Fields.Select(field => FormattableString.Invariant($"{field.Key}={field.Value.Number}")))}"));
    }

    [Fact]
    public async Task The_interval_is_queried_without_gap_or_overlap_in_shorter_spans_where_data_is_dense()
    {
        var row = $"{ScriptedInflux2.At(1)},a,b,1,1";
        _server.Answer = flux => ScriptedInflux2.Table("_time,station,category,fill,full", "dateTime:RFC3339,string,string,double,long",
            [.. Enumerable.Repeat(row, flux.Contains("start: 2026-03-03", StringComparison.Ordinal) ? 20_001 : 1)]);
        using var store = Store();
        await store.ReadAsync(Bin, Day, Day + Duration.FromDays(4), default).CountAsync();
        var spans = Spans;
        Assert.Equal((Day, Day + Duration.FromDays(4)), (spans[0].From, spans[^1].Until));
        Assert.All(spans.Zip(spans.Skip(1)), pair => Assert.Equal(pair.First.Until, pair.Second.From));
        var lengths = spans.Select(span => (span.Until - span.From).TotalMinutes).ToList();
        Assert.Equal(60, lengths[0]);
        Assert.Contains(lengths, minutes => minutes > 60);
        Assert.Contains(lengths.Zip(lengths.Skip(1)), pair => pair.Second < pair.First);
    }

    [Fact]
    public async Task Data_past_retention_is_read_from_the_half_hour_means()
    {
        var now = Instant.FromDateTimeOffset(TimeProvider.System.GetUtcNow());
        // The clock goes on while answers come: the border between the two must stay where it was.
        _server.Answer = _ => _server.Heard.Count < 100 ? "\r\n" : throw new InvalidOperationException("asked without end");
        using var store = Store(Target with { KeepDays = 30, MeansDays = 400 });
        await store.ReadAsync(Bin, now - Duration.FromDays(31), now - Duration.FromDays(29), default).CountAsync();
        Assert.Equal(["estate_means", "estate"], _server.Heard.Select(one => Bucket(one.Body)).Distinct());
        Assert.Equal((now - Duration.FromDays(31), now - Duration.FromDays(29)), (Spans[0].From, Spans[^1].Until));
        Assert.All(Spans.Zip(Spans.Skip(1)), pair => Assert.Equal(pair.First.Until, pair.Second.From));
        var border = Spans[_server.Heard.Count(one => Bucket(one.Body) == "estate_means")].From;
        Assert.Equal(0, border.ToUnixTimeTicks() % Duration.FromMinutes(30).BclCompatibleTicks);
        Assert.InRange(border, now - Duration.FromDays(30), now - Duration.FromDays(30) + Duration.FromMinutes(31));

        static string Bucket(string asked) => asked.Split("from(bucket: \\\"")[1].Split('\\')[0];
    }

    [Fact]
    public async Task An_answer_that_stalls_is_abandoned()
    {
        using var server = new EndlessServer(
            "HTTP/1.1 200 OK\r\nContent-Type: text/csv\r\nContent-Length: 5000\r\n\r\n#datatype,string\r\n", "");
        using var store = new FluxStore(
            Target with { Url = server.Url }, "north", TimeProvider.System, patience: TimeSpan.FromMilliseconds(300));
        var away = await Assert.ThrowsAsync<IOException>(() => store.TagsAsync(default))
            .WaitAsync(TimeSpan.FromSeconds(30), TimeProvider.System);
        Assert.Contains(server.Url.Authority, away.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(
        "#datatype,string,string\r\n#group,true,true\r\n#default,,\r\n,error,reference\r\n,the query ran out of memory,897\r\n",
        "ran out of memory")]
    [InlineData("<!DOCTYPE html><html>log in</html>", "")]
    [InlineData("#datatype,string,long,dateTime:RFC3339\r\n#group,false,false,false\r\n#default,_result,,\r\n,result,table,_time\r\n,,0,"
        + "yesterday\r\n", "")]
    public async Task An_answer_that_is_not_Flux_is_reported_with_the_server(string answer, string words)
    {
        _server.Answer = _ => answer;
        using var store = Store();
        var mistake = await Assert.ThrowsAsync<IOException>(async () =>
            await store.ReadAsync(Bin, Day, Day + Duration.FromHours(1), default).CountAsync());
        Assert.Contains(_server.Url.Authority, mistake.Message, StringComparison.Ordinal);
        Assert.Contains(words, mistake.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refusal_a_timeout_and_a_Retry_After_date_are_reported_alike()
    {
        using var refusing = new ScriptedHttp(
            new ScriptedAnswer(503, "{\"code\":\"unavailable\",\"message\":\"starting\"}", "Wed, 21 Oct 2026 07:28:00 GMT"));
        using var store = Store(Target with { Url = refusing.Url });
        var mistake = await Assert.ThrowsAsync<IOException>(() => store.TagsAsync(default));
        Assert.Contains("503", mistake.Message, StringComparison.Ordinal);
        Assert.Contains("starting", mistake.Message, StringComparison.Ordinal);
        using var gone = Store(Target with { Url = new($"http://127.0.0.1:{Server.FreePort()}/") });
        Assert.Contains(
            "refused", (await Assert.ThrowsAsync<IOException>(() => gone.TagsAsync(default))).Message, StringComparison.OrdinalIgnoreCase);
        using var stop = new CancellationTokenSource();
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => gone.TagsAsync(stop.Token));
    }

    [Fact]
    public async Task Tags_exclude_the_servers_own()
    {
        _server.Answer = _ => ScriptedInflux2.Table("_value", "string", "_field", "_measurement", "_start", "site", "station");
        using var store = Store();
        Assert.Equal(["site", "station"], await store.TagsAsync(default));
    }

    [Fact]
    public async Task A_tag_is_deleted_value_by_value_in_both_buckets_for_this_estate_only()
    {
        _server.Answer = _ => ScriptedInflux2.Table("_value", "string", "7-2-301", "\"7-${2}-\"\"302\"");
        using var store = Store(Target with { MeansDays = 400 });
        await store.ForgetAsync("household", default);
        var deletes = _server.Heard.Where(one => one.Path == "/api/v2/delete").ToList();
        Assert.Equal(4, deletes.Count);
        Assert.Equal(["estate", "estate_means"], deletes.Select(one => one.Query.Split("bucket=")[1].Split('&')[0]).Distinct());
        var body = System.Text.Json.Nodes.JsonNode.Parse(deletes[1].Body)!;
        Assert.Equal("""
            "site"="north" AND "household"="7-${2}-\"302"
            """, (string?)body["predicate"]);
        var query = (string)System.Text.Json.Nodes.JsonNode.Parse(_server.Heard.First().Body)!["query"]!;
        Assert.Contains("r[\"site\"] == \"north\"", query, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Points_of_some_measurements_are_deleted_in_the_points_bucket()
    {
        using var store = Store(Target with { MeansDays = 400 });
        await store.DeleteAsync([Bin, new("fact", [], ["n"])], default);
        var deletes = _server.Heard.Where(one => one.Path == "/api/v2/delete").ToList();
        Assert.All(deletes, one => Assert.Contains("bucket=estate&", one.Query + "&", StringComparison.Ordinal));
        Assert.Equal(
            ["\"site\"=\"north\" AND \"_measurement\"=\"bin\"", "\"site\"=\"north\" AND \"_measurement\"=\"fact\""],
            deletes.Select(one => (string?)System.Text.Json.Nodes.JsonNode.Parse(one.Body)!["predicate"]));
    }

    [Theory]
    [InlineData("plain", "\"plain\"")]
    [InlineData("a\"b\\c", "\"a\\\"b\\\\c\"")]
    [InlineData("${env}", "\"\\${env}\"")]
    [InlineData("two\nlines", "\"two\\nlines\"")]
    public void A_text_cannot_escape_its_quotes(string text, string flux) => Assert.Equal(flux, FluxText.Quote(text));

    /// <summary>Which times were asked for, in their order.</summary>
    private List<(Instant From, Instant Until)> Spans =>
        [.. _server.Heard.Select(one => one.Body.Split("range(start: ")[1].Split(')')[0].Split(", stop: "))
            .Select(span => (Time(span[0]), Time(span[1])))];

    private static Instant Time(string text) => NodaTime.Text.InstantPattern.ExtendedIso.Parse(text).Value;

    private FluxStore Store(InfluxTarget? target = null) => new(target ?? Target, "north", TimeProvider.System);

    private InfluxTarget Target => new(_server.Url, InfluxDialect.V2, "estate", "estate", "t");
}
