using System.Globalization;
using System.Text.Json;
using Estate.Adapters.Influx;
using Estate.Adapters.Storage;
using Estate.Cli.Privacy;
using Estate.Cli.Tests.Commands;
using Estate.Domain.Devices;
using Estate.FirmwareSim;
using Estate.Gateway;
using Estate.Gateway.Configuration;
using Estate.TestKit;
using Estate.Web.Tests.Running;
using Xunit;

namespace Estate.Cli.Tests.Privacy;

/// <summary>
/// What the law gives a household: everything that is kept about it, and to be forgotten. Through the whole gateway, beside a real broker
/// and InfluxDB.
/// </summary>
public sealed class HouseholdRightsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly SocketsHttpHandler _handler = new() { UseProxy = false };
    private readonly int _port = Server.FreePort();

    public void Dispose()
    {
        _handler.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_household_gets_its_data_and_is_erased_without_changing_other_points()
    {
        using var influx = await TestServers.InfluxDbAsync(_folder, _port);
        await using var gateway = await RunningGateway.StartAsync(
            string.Create(
                CultureInfo.InvariantCulture, $"influx: {{ url: \"http://127.0.0.1:{_port}/\", dialect: v1, database: estate }}"));
        var station = await gateway.StationAsync();
        foreach (var card in new[] { "CARD0001", "CARD0002" })
            station.Deposit(station.Tap(card), "wet", 500);
        await Eventually.UntilAsync(async () => (await gateway.BalanceAsync("h1"), await gateway.BalanceAsync("h2")), both =>
            both == (5, 5));
        await gateway.PersonAsync("xiaoli", "h1");
        using (await gateway.BrowserOfAsync("xiaoli"))
        {
            // Logged in once.
        }
        var board = await gateway.ChargerAsync();
        board.Sockets[2].Bike = new(960, 180, 0.2);
        board.Card(3, "CARD0001");
        await PlayAsync(board, async () => (await gateway.GetAsync("/api/chargers")).Contains("\"Charging\"", StringComparison.Ordinal));
        var desk = new HouseholdRecords(gateway.Model, gateway.Data, TimeProvider.System);
        Assert.Contains("a gateway runs", Refused(desk), StringComparison.Ordinal);
        await gateway.StopGatewayAsync();
        Assert.Contains("charger/c01: socket 3 is charging for this household", Refused(desk), StringComparison.Ordinal);
        await gateway.StartGatewayAsync();
        await PlayAsync(board, async () => (await gateway.GetAsync("/api/chargers")).Contains("\"Charging\"", StringComparison.Ordinal));
        await gateway.AskAsync(HttpMethod.Post, "/api/chargers/c01/sockets/3/stop", body: """{"reason":"moving out"}""");
        await PlayAsync(board, async () =>
            (await gateway.AskAsync(HttpMethod.Get, "/api/chargers/c01/transactions")).GetArrayLength() == 1);

        foreach (var household in new[] { "h1", "h2" })
            TestDatabase.Run(gateway.Data.Database, $$"""
                INSERT INTO damaged_row(at, source, key, problem, body)
                VALUES(1, 'card', 'x', 'spoilt', json_object('token', quote('x'), 'household', quote('{{household}}')))
                """);
        AllIsThere(desk.Export("h1"));
        await NobodyIsElsewhereAsync(gateway);
        await NobodyIsInTheSeriesAsync(gateway);

        await gateway.StopGatewayAsync();
        Assert.Null(desk.Erase("h1", () => false));
        var erased = desk.Erase("h1", () => true)!;
        Assert.Equal((2, 1, 1), (erased.Cards, erased.Accounts, erased.Transfers));
        Assert.Contains(
            "nothing is kept", Assert.Throws<ConfigurationException>(() => desk.Export("h1")).Message, StringComparison.Ordinal);
        await gateway.StartGatewayAsync();
        await gateway.UntilReadyAsync();
        Assert.Equal(
            (0L, 5L, 5L),
            (await gateway.BalanceAsync("h1"), await gateway.BalanceAsync("h2"), await gateway.BalanceAsync(erased.Pseudonym)));
        Assert.Equal(10, await gateway.MetricAsync("estate_points_issued"));
        var answers = new System.Collections.Concurrent.ConcurrentDictionary<string, Ack>();
        station.Acknowledged = ack => answers[ack.Id] = ack;
        var tap = station.Tap("CARD0001");
        Assert.Equal(
            "unknown_card",
            (await Eventually.UntilAsync(() => Task.FromResult(answers.GetValueOrDefault(tap)), ack => ack is not null))!.Result);
        Assert.Null(new AuditChain(new EstateDatabase(gateway.Data.Database), gateway.Data.AuditKey()).Verify().Problem);
        await NobodyIsInTheSeriesAsync(gateway);
    }

    [Fact]
    public async Task A_second_gateway_on_a_folder_is_refused_and_leaves_the_brokers_files_unchanged()
    {
        await using var gateway = await RunningGateway.StartAsync(withBroker: false);
        var passwords = await File.ReadAllTextAsync(gateway.Data.BrokerFile("passwd"));
        var (code, said) = await GatewayProgram.RunAsync(
            null, "run", "--estate", gateway.EstateFile, "--data", gateway.Data.Root, "--urls", "http://127.0.0.1:0");
        Assert.True(code == 2 && said.Contains("runs on the data folder", StringComparison.Ordinal), said);
        Assert.Equal(passwords, await File.ReadAllTextAsync(gateway.Data.BrokerFile("passwd")));
    }

    private static string Refused(HouseholdRecords desk) =>
        Assert.Throws<ConfigurationException>(() => desk.Erase("h1", () => throw new InvalidOperationException("asked"))).Message;

    private static void AllIsThere(string export)
    {
        using var document = JsonDocument.Parse(export);
        var parts = document.RootElement.GetProperty("parts").EnumerateArray()
            .ToDictionary(part => part.GetProperty("part").GetString()!, part => part.GetProperty("rows"));
        Assert.Equal(
            ["accounts", "audit", "cards", "daily_totals", "damaged_rows", "invitations", "journal_bins", "journal_charger",
                "points", "standing"],
            parts.Keys.Order());
        Assert.Equal("spoilt", Assert.Single(parts["damaged_rows"].EnumerateArray()).GetProperty("problem").GetString());
        Assert.Equal(5, parts["points"][0].GetProperty("balance").GetInt32());
        Assert.Equal(["gate", "points"], parts["cards"].EnumerateArray().Select(card => card.GetProperty("for").GetString()));
        Assert.Equal(
            ("xiaoli", 1),
            (parts["accounts"][0].GetProperty("name").GetString(), parts["accounts"][0].GetProperty("logins").GetArrayLength()));
        Assert.Contains(parts["journal_charger"].EnumerateArray(), row =>
            row.GetProperty("kept").GetProperty("type").GetString() == "session_ended");
        Assert.Contains(parts["journal_bins"].EnumerateArray(), row =>
            row.GetProperty("kept").GetProperty("type").GetString() == "card_tapped");
        Assert.Contains("关于您家", export, StringComparison.Ordinal);
        Assert.DoesNotContain("h2", export, StringComparison.Ordinal);
        Assert.DoesNotContain("CARD", export, StringComparison.Ordinal);
    }

    /// <summary>Nobody is in the series, nor among what the broker keeps, until somebody puts it there.</summary>
    private async Task NobodyIsElsewhereAsync(RunningGateway gateway)
    {
        var proof = new ElsewhereProof(
            gateway.Model, gateway.Data, DeviceKinds.All(new CardBooks(gateway.Data).For, gateway.Model.Programme.Zone),
            TimeProvider.System);
        await Eventually.UntilAsync(
            async () => Told(await proof.FindAsync(default)),
            told => told.StartsWith("time series: [] ", StringComparison.Ordinal) && told.Contains("station", StringComparison.Ordinal)
            && told.Contains("retained messages: [] ", StringComparison.Ordinal) && !told.Contains(" 0 topics", StringComparison.Ordinal));
        using var careless = new DeviceClient(
            new DeviceClientOptions
            {
                Host = "127.0.0.1",
                Port = gateway.BrokerPort,
                ClientId = "careless",
                Credentials = new("station-2", gateway.Password("station-2"))
            }, TimeProvider.System);
        careless.Start();
        await Eventually.UntilAsync(() => careless.Current.State == ConnectionState.Ready);
        careless.Publish("estate/test/bins/station-2/event", "{\"card\":\"CARD0001\"}"u8, retain: true);
        using var http = new HttpClient(_handler, disposeHandler: false);
        using var line = new StringContent("visit,site=test,household=h1 n=1i");
        (await http.PostAsync(new Uri($"http://127.0.0.1:{_port}/write?db=estate"), line)).EnsureSuccessStatusCode();
        await Eventually.UntilAsync(async () => Told(await proof.FindAsync(default)), told =>
            told.StartsWith("time series: [household] ", StringComparison.Ordinal)
            && told.Contains("retained messages: [estate/test/bins/station-2/event] ", StringComparison.Ordinal));
        careless.Publish("estate/test/bins/station-2/event", [], retain: true);
        Assert.Contains(
            "'station' is of the estate's own series", await ForgetAsync(gateway, "station", isDone: false), StringComparison.Ordinal);
        await ForgetAsync(gateway, "household", isDone: true);
        await Eventually.UntilAsync(async () => Told(await proof.FindAsync(default)), told =>
            told.StartsWith("time series: [] ", StringComparison.Ordinal) && told.Contains("station", StringComparison.Ordinal));
    }

    private static async Task<string> ForgetAsync(RunningGateway gateway, string tag, bool isDone)
    {
        var (code, output) = await GatewayProgram.RunAsync(
            null, "series", "forget", tag, "--estate", gateway.EstateFile, "--data", gateway.Data.Root);
        Assert.True((code == 0) == isDone, output);
        return output;
    }

    private static string Told(IReadOnlyList<PlaceProof> places) =>
        string.Join(
            "; ", places.Select(place =>
                $"{place.Place}: {(place.Found is null ? "?" : $"[{string.Join(' ', place.Found)}]")} {place.Words}"));

    /// <summary>Every fact is there, under no tags but those the kinds of devices name.</summary>
    private async Task NobodyIsInTheSeriesAsync(RunningGateway gateway)
    {
        var kinds = DeviceKinds.All(new CardBooks(gateway.Data).For, gateway.Model.Programme.Zone);
        var database = new EstateDatabase(gateway.Data.Database);
        using var journal = new FactLines(database, new EstateReader(database, kinds), "test", InfluxDialect.V1);
        using var reader = new InfluxReader(gateway.Model.Influx!, _handler, "test");
        var audit = new SeriesAudit(journal, reader, ServerLimits.None, TimeProvider.System);
        await Eventually.UntilAsync(
            () => audit.CountAsync(null, journal.Head, null, default), all => all.All(count => count.Missing.Count == 0));
        using var http = new HttpClient(_handler, disposeHandler: false);
        string[] allowed = ["site", "device", "type", "door", .. kinds.SelectMany(kind => kind.Series).SelectMany(series => series.Tags)];
        foreach (var line in await LinesAsync(http, "SHOW TAG KEYS"))
            Assert.Contains(line, allowed);
        var values = await LinesAsync(
            http, $"SHOW TAG VALUES WITH KEY IN ({string.Join(',', allowed.Distinct().Select(tag => $"\"{tag}\""))})");
        Assert.Contains("bins/station-1", values);
        Assert.DoesNotContain(values, value => value is "h1" or "xiaoli");
    }

    /// <summary>The last column of every row.</summary>
    private async Task<List<string>> LinesAsync(HttpClient http, string query)
    {
        using var document = JsonDocument.Parse(
            await http.GetStringAsync(new Uri($"http://127.0.0.1:{_port}/query?db=estate&q={Uri.EscapeDataString(query)}")));
        return [.. document.RootElement.GetProperty("results")[0].GetProperty("series").EnumerateArray()
            .SelectMany(series => series.GetProperty("values").EnumerateArray()).Select(row => row.EnumerateArray().Last().GetString()!)];
    }

    private static Task<bool> PlayAsync(ChargerBoard board, Func<Task<bool>> isSo) => Eventually.UntilAsync(async () =>
    {
        board.Step(0.02);
        board.Report();
        return await isSo();
    }, so => so, 40);
}
