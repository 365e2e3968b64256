using System.Globalization;
using Estate.Adapters.Influx;
using Estate.Adapters.Storage;
using Estate.Gateway;
using Estate.Gateway.Configuration;
using Estate.Gateway.Observability;
using Estate.Gateway.Pipeline;
using Estate.Gateway.Pipeline.Series;
using Estate.TestKit;
using Estate.Web.Tests.Running;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Estate.Web.Tests.Series;

/// <summary>Facts reach the time-series server whatever happens to it; measurements wait on the disk.</summary>
public sealed class SeriesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly SocketsHttpHandler _handler = new() { UseProxy = false };
    private readonly int _port = Server.FreePort();

    private string Url => string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{_port}/");

    public void Dispose()
    {
        _handler.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task An_outage_and_a_restart_lose_no_fact_and_no_measurement()
    {
        await using var gateway = await RunningGateway.StartAsync($"influx: {{ url: \"{Url}\", dialect: v1, database: estate }}");
        var station = await gateway.StationAsync();
        var tap = station.Tap("CARD0001");
        station.Deposit(tap, "wet", 500);
        station.Telemetry("climate", "{\"temperature_c\":21.5}");
        await Eventually.UntilAsync(() => gateway.HealthAsync(), health =>
            health.Contains("away since", StringComparison.Ordinal) && health.Contains("more hours", StringComparison.Ordinal));
        await Eventually.UntilAsync(() => gateway.BalanceAsync("h1"), balance => balance == 5);
        await gateway.StopGatewayAsync();
        Assert.NotEmpty(Directory.GetFiles(gateway.Data.Series, "*.lp"));
        await gateway.StartGatewayAsync();
        await gateway.UntilReadyAsync();

        using var influx = await TestServers.InfluxDbAsync(_folder, _port);
        await Eventually.UntilAsync(() => gateway.HealthAsync(), health =>
            health.Contains("\"time_series\":\"ok\"", StringComparison.Ordinal));

        Assert.Empty(Directory.GetFiles(gateway.Data.Series, "*.lp"));
        Assert.Contains("\"points\"", await QueryAsync("SELECT sum(awarded) FROM points"), StringComparison.Ordinal);
        Assert.Contains("21.5", await QueryAsync("SELECT temp_c FROM station"), StringComparison.Ordinal);
        await EverythingIsThereAsync(gateway);
    }

    [Fact]
    public async Task After_an_outage_new_data_does_not_wait_for_the_backlog()
    {
        var slow = new SlowInflux();
        var (lane, drain, writer, journal) = Lanes(slow, facts: 20_000, perSecond: 2_000);
        using var both = new Disposables(writer, journal);
        // More than a batch is behind: it is no news.
        Assert.Empty(lane.News(5_000).Lines);
        Assert.Equal(20_000, lane.Behind);
        TestDatabase.Run(_folder.File("estate.db"), "INSERT INTO fact(at, received, device, slice, body, type) VALUES(1772409600000, "
            + "1772409600000, 'bins/station-1', 'bins', '{}', 'new')");
        var (news, last) = lane.News(5_000);
        Assert.Contains("type=new", Assert.Single(news), StringComparison.Ordinal);
        await writer.WriteAsync(news, default);
        lane.HasNews(last);
        var report = await drain.RunAsync(TimeProvider.System.GetTimestamp(), TimeSpan.FromSeconds(5), default);
        Assert.True(report.IsSettled);
        // At most a second's share at once, one piece over.
        Assert.InRange(drain.Sent, 1, 2_000 + 5_000);
        Assert.Equal(20_000 - drain.Sent, lane.Behind);
        Assert.StartsWith("fact,device=bins/station-1,site=test,type=new", slow.Lines[0], StringComparison.Ordinal);
        Assert.Equal(
            Enumerable.Range(1, (int)drain.Sent),
            slow.Lines.Skip(1).Select(line => int.Parse(line.Split("n=")[1].Split('i')[0], CultureInfo.InvariantCulture)));
        lane.Save();
        Assert.Equal(lane.Done, journal.CursorOf("server"));
    }

    [Fact]
    public async Task Once_the_backlog_is_sent_the_cursor_skips_what_was_sent_ahead()
    {
        var (lane, drain, writer, journal) = Lanes(new SlowInflux(), facts: 6_000, perSecond: 1_000_000);
        using var both = new Disposables(writer, journal);
        Assert.Empty(lane.News(5_000).Lines);
        TestDatabase.Run(_folder.File("estate.db"), "INSERT INTO fact(at, received, device, slice, body, type) VALUES(1772409600000, "
            + "1772409600000, 'bins/station-1', 'bins', '{}', 'new')");
        lane.HasNews(lane.News(5_000).Last);
        await Eventually.UntilAsync(async () =>
        {
            await drain.RunAsync(TimeProvider.System.GetTimestamp(), TimeSpan.FromSeconds(5), default);
            return drain.IsEmpty;
        }, empty => empty);
        Assert.Equal((6_001L, 0L, 6_000L), (lane.Done, lane.Behind, drain.Sent));
    }

    [Fact]
    public async Task Behind_a_piece_that_did_not_arrive_nothing_is_sent_until_it_is_sent_again()
    {
        var server = new SlowInflux { RefusesOnce = "n=1i" };
        var (lane, drain, writer, journal) = Lanes(server, facts: 8_000, perSecond: 100_000_000);
        using var both = new Disposables(writer, journal);
        lane.News(5_000);
        var report = await drain.RunAsync(TimeProvider.System.GetTimestamp(), TimeSpan.FromSeconds(5), default);
        Assert.Equal((true, 8_000, 0), (report.NeedsPerson, lane.Behind, report.Stored));
        Assert.Empty(server.Lines);
        report = await drain.RunAsync(TimeProvider.System.GetTimestamp(), TimeSpan.FromSeconds(5), default);
        Assert.Equal((true, 0, 8_000, 8_000), (report.IsSettled, lane.Behind, report.Stored, server.Lines.Distinct().Count()));
    }

    [Theory]
    [InlineData(System.Net.HttpStatusCode.NoContent)]
    [InlineData(System.Net.HttpStatusCode.Unauthorized)]
    public async Task While_one_piece_waits_others_go_ahead_and_the_cursor_does_not(System.Net.HttpStatusCode answer)
    {
        var held = new TaskCompletionSource<System.Net.HttpStatusCode>();
        var server = new SlowInflux { Holds = ("n=1i", held.Task) };
        var (lane, drain, writer, journal) = Lanes(server, facts: 4_000, perSecond: 100_000_000);
        using var both = new Disposables(writer, journal);
        lane.News(1);
        var turn = drain.RunAsync(TimeProvider.System.GetTimestamp(), TimeSpan.FromMinutes(1), default);
        await Eventually.UntilAsync(() => Task.FromResult(server.Count()), count => count == 3_000);
        Assert.Equal((0L, 4_000L, 2), (lane.Done, lane.Behind, server.MostAtOnce));
        held.SetResult(answer);
        var report = await turn;
        server.Holds = null;
        var isThere = answer == System.Net.HttpStatusCode.NoContent;
        Assert.Equal((isThere, isThere ? 4_000 : 0, isThere ? 0L : 4_000L), (report.IsSettled, report.Stored, lane.Behind));
        Assert.True((await drain.RunAsync(TimeProvider.System.GetTimestamp(), TimeSpan.FromMinutes(1), default)).IsSettled);
        Assert.Equal((4_000L, 0L, 4_000), (lane.Done, lane.Behind, server.Lines.Distinct().Count()));
    }

    [Fact]
    public async Task Behind_one_that_was_refused_nothing_is_sent_while_the_first_still_waits()
    {
        var held = new TaskCompletionSource<System.Net.HttpStatusCode>();
        var server = new SlowInflux { Holds = ("n=1i", held.Task), RefusesOnce = "n=1001i" };
        var (lane, drain, writer, journal) = Lanes(server, facts: 4_000, perSecond: 100_000_000);
        using var both = new Disposables(writer, journal);
        lane.News(1);
        var turn = drain.RunAsync(TimeProvider.System.GetTimestamp(), TimeSpan.FromMinutes(1), default);
        await Eventually.UntilAsync(() => Task.FromResult(server.RefusesOnce), refuses => refuses is null);
        held.SetResult(System.Net.HttpStatusCode.NoContent);
        Assert.Equal((true, 1_000), ((await turn).NeedsPerson, server.Count()));
        Assert.Equal((1_000L, 3_000L), (lane.Done, lane.Behind));
    }

    [Fact]
    public async Task An_unreadable_file_loses_only_its_own_lines()
    {
        foreach (var line in new[] { "refused 1", "unreadable 2", "good 3" })
            new SpillFolder(_folder.File("series"), 1_000_000).Add([line]);
        var server = new SlowInflux { Refuses = "refused" };
        // So many a second that the first turn may send, however soon it comes.
        var (_, drain, writer, journal) = Lanes(server, facts: 1, perSecond: 100_000_000);
        using var both = new Disposables(writer, journal);
        File.Delete(_folder.File("series/00000002.lp"));
        File.CreateSymbolicLink(_folder.File("series/00000002.lp"), "/proc/self/mem");
        await Assert.ThrowsAsync<IOException>(() => drain.RunAsync(TimeProvider.System.GetTimestamp(), TimeSpan.FromSeconds(5), default));
        var report = await drain.RunAsync(TimeProvider.System.GetTimestamp(), TimeSpan.FromSeconds(5), default);
        Assert.Equal(("refused 1", true, true), (Assert.Single(report.Rejected), report.IsSettled, drain.IsEmpty));
        Assert.Equal(["good 3"], server.Lines);
    }

    [Fact]
    public async Task A_journal_that_cannot_be_opened_is_reported_and_opened_later()
    {
        var path = _folder.File("estate.db");
        // Not there yet: as good as busy, or damaged.
        var database = EstateDatabase.Existing(path);
        var server = new SlowInflux();
        var model = EstateFileReader.Read(Path.Combine(Repository.Root, "deploy/reference/estate.yaml")) with
        { Influx = new(new Uri("http://influx/"), InfluxDialect.V1, "estate") };
        var surroundings = PlatformServices.Real with { OpenSeries = (target, time) => new HttpLineSender(target, server, time) };
        var health = new Health();
        using var metrics = new GatewayMetrics();
        using var exporter = new SeriesExporter(
            new(model, database, new EstateReader(database, []),
            new TelemetryBuffer(new SpillFolder(_folder.File("series"), 1_000_000), "test", 100, InfluxDialect.V1), surroundings),
            health, metrics, new GatewayClock(surroundings), NullLogger<SeriesExporter>.Instance);
        await exporter.StartAsync(default);
        await Eventually.UntilAsync(() => Task.FromResult(health.Series), series =>
            series.Problem?.En.Contains("unable to open", StringComparison.Ordinal) == true);
        _ = new EstateDatabase(path);
        Plant(facts: 1);
        await Eventually.UntilAsync(() => Task.FromResult(health.Series), series => series.Problem is null);
        await exporter.StopAsync(default);
        Assert.Contains(server.Lines, line => line.Contains("type=old n=1i", StringComparison.Ordinal));
    }

    private (JournalCursor Lane, BacklogSender Drain, InfluxWriter Writer, FactLines Journal) Lanes(
        HttpMessageHandler server, int facts, int perSecond)
    {
        var database = new EstateDatabase(_folder.File("estate.db"));
        Plant(facts);
        var journal = new FactLines(database, new EstateReader(database, []), "test", InfluxDialect.V1);
        var writer = new InfluxWriter(new(new Uri("http://influx/"), InfluxDialect.V1, "estate"), server, TimeProvider.System);
        var lane = new JournalCursor(journal, new JournalTail(), "server");
        lane.Start();
        return (lane, new(writer, lane, new(_folder.File("series"), 1_000_000), perSecond, TimeProvider.System), writer, journal);
    }

    private void Plant(int facts) => TestDatabase.Run(_folder.File("estate.db"),
        $"""
        WITH RECURSIVE number(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM number WHERE n < {facts})
        INSERT INTO fact(n, at, received, device, slice, body, type) SELECT n, 1772409600000 + n, 1772409600000 + n, 'bins/station-1',
            'bins', '{"{}"}', 'old' FROM number;
        """);

    private async Task EverythingIsThereAsync(RunningGateway gateway)
    {
        var database = new EstateDatabase(gateway.Data.Database);
        using var journal = new FactLines(
            database, new EstateReader(database, DeviceKinds.All(new CardBooks(gateway.Data).For, gateway.Model.Programme.Zone)), "test",
            InfluxDialect.V1);
        using var reader = new InfluxReader(gateway.Model.Influx!, _handler, "test");
        // The gateway goes on telling: what is a second old may be on its way.
        var counts = await Eventually.UntilAsync(
            () => new SeriesAudit(journal, reader, ServerLimits.None, TimeProvider.System).CountAsync(null, journal.Head, null, default),
            all => all.All(count => count.Missing.Count == 0));
        Assert.Contains(counts, count => count is { Device: "bins/station-1", Facts: 2 });
    }

    private async Task<string> QueryAsync(string query)
    {
        using var http = new HttpClient(_handler, disposeHandler: false);
        return await http.GetStringAsync(new Uri($"{Url}query?db=estate&q={Uri.EscapeDataString(query)}"));
    }

    private sealed class SlowInflux : HttpMessageHandler
    {
        internal List<string> Lines { get; } = [];

        /// <summary>A word in a request, and the answer it gives to it when it has one.</summary>
        internal (string Word, Task<System.Net.HttpStatusCode> Answer)? Holds { get; set; }

        internal int MostAtOnce { get; private set; }

        internal int Count()
        {
            lock (Lines)
                return Lines.Count;
        }

        private int _atOnce;

        /// <summary>A word in lines it never takes.</summary>
        internal string? Refuses { get; init; }

        /// <summary>A word in a request whose sender it does not know yet.</summary>
        internal string? RefusesOnce { get; set; }

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var body = await request.Content!.ReadAsStringAsync(cancellationToken);
            if (Refuses is not null && body.Contains(Refuses, StringComparison.Ordinal))
                return new(System.Net.HttpStatusCode.BadRequest) { Headers = { { "X-Influxdb-Version", "1.6.7" } } };
            if (RefusesOnce is not null && body.Contains(RefusesOnce, StringComparison.Ordinal))
            {
                RefusesOnce = null;
                return new(System.Net.HttpStatusCode.Unauthorized) { Headers = { { "X-Influxdb-Version", "1.6.7" } } };
            }
            lock (Lines)
                MostAtOnce = Math.Max(MostAtOnce, ++_atOnce);
            var answer = Holds is { } holds ? await AnswerAsync(body, holds) : System.Net.HttpStatusCode.NoContent;
            lock (Lines)
            {
                _atOnce--;
                if (answer == System.Net.HttpStatusCode.NoContent)
                    Lines.AddRange(body.Split('\n'));
            }
            return new(answer) { Headers = { { "X-Influxdb-Version", "1.6.7" } } };
        }

        /// <summary>Others come meanwhile.</summary>
        private static async Task<System.Net.HttpStatusCode> AnswerAsync(
            string body, (string Word, Task<System.Net.HttpStatusCode> Answer) holds)
        {
            await Task.Yield();
            return body.Contains(holds.Word, StringComparison.Ordinal) ? await holds.Answer : System.Net.HttpStatusCode.NoContent;
        }
    }

    private sealed class Disposables(params IDisposable[] all) : IDisposable
    {
        public void Dispose()
        {
            foreach (var one in all)
                one.Dispose();
        }
    }
}
