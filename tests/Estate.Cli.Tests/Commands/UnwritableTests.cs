using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Estate.Cli.Commands;
using Estate.Domain.Bins;
using Estate.Domain.Devices;
using Estate.FirmwareSim;
using Estate.Gateway.Pipeline;
using Estate.TestKit;
using Estate.Web.Tests.Running;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Estate.Cli.Tests.Commands;

/// <summary>
/// One work item that cannot be written is refused, and all others of its batch are kept; a fault is planted in the database.
/// </summary>
public sealed class UnwritableTests
{
    /// <summary>Whatever says this weight cannot be written.</summary>
    private const string Planted =
        "CREATE TRIGGER planted BEFORE INSERT ON journal WHEN NEW.body LIKE '%\"grams\":777%' BEGIN SELECT RAISE(ABORT, 'planted'); END";

    [Fact]
    public async Task One_unwritable_item_is_refused_and_the_rest_of_the_batch_is_kept()
    {
        await using var gateway = await RunningGateway.StartAsync();
        var station = await gateway.StationAsync();
        var answers = new ConcurrentDictionary<string, Ack>();
        station.Acknowledged = ack => answers[ack.Id] = ack;
        var taps = RunningGateway.BikeCards.Select(station.Tap).ToList();
        await Eventually.UntilAsync(() => answers.Count == taps.Count);
        TestDatabase.Run(gateway.Data.Database, Planted);
        // All of them wait for the disk, and are one batch.
        List<string> deposits;
        using (TestDatabase.Lock(gateway.Data.Database))
            deposits = [.. taps.Select((tap, index) => station.Deposit(tap, "wet", index == 4 ? 777 : 500))];
        await Eventually.UntilAsync(() => deposits.All(answers.ContainsKey));
        Assert.Equal([deposits[4]], deposits.Where(id => answers[id].Result == "refused"));
        Assert.Equal("internal_error", answers[deposits[4]].Reason);
        Assert.Equal(9, deposits.Count(id => answers[id].Result == "awarded"));

        Assert.Equal(9, Count("SELECT count(*) FROM fact WHERE type = 'deposited'"));
        Assert.Equal((9, 20), (Count("SELECT count(*) FROM transfer"), Count("SELECT count(*) FROM event")));
        Assert.Equal(1, Count("SELECT count(*) FROM reject WHERE reason = 'internal_error' AND CAST(payload AS TEXT) LIKE '%deposit%'"));
        Assert.Equal((0, 5), (await gateway.BalanceAsync("b4"), await gateway.BalanceAsync("b5")));
        await Eventually.UntilAsync(() => Count("SELECT count(*) FROM alert WHERE type = 'internal_error' AND closed IS NULL") == 1);

        // Its repetition gets the same answer, also from the next start; and the household's next visit counts.
        answers.Clear();
        await gateway.StopGatewayAsync();
        await gateway.StartGatewayAsync();
        await gateway.UntilReadyAsync();
        Assert.Equal(20, Count("SELECT count(*) FROM event"));
        var again = station.Tap(RunningGateway.BikeCards[4]);
        await Eventually.UntilAsync(() => answers.ContainsKey(again));
        station.Deposit(again, "wet", 500);
        await Eventually.UntilAsync(() => answers.Values.Any(one => one.Result == "awarded"));
        Assert.Equal(5, await gateway.BalanceAsync("b4"));

        long Count(string sql) => TestDatabase.Count(gateway.Data.Database, sql);
    }

    [Fact]
    public async Task An_unwritable_state_is_rolled_back_and_its_facts_are_kept()
    {
        await using var gateway = await RunningGateway.StartAsync();
        var station = await gateway.StationAsync();
        station.Tap("CARD0001");
        await Eventually.UntilAsync(() => station.Waiting == 0);
        var (loop, device) = (gateway.Services.GetRequiredService<EstateLoop>(), new DeviceId("bins", "station-1"));
        await loop.InspectAsync(machine =>
        {
            var spoilt = (StationState)machine.StateOf(device)! with { TemperatureC = double.PositiveInfinity };
            machine.Restore(device, machine.PresenceOf(device)!, spoilt);
            return true;
        });
        station.Tap("CARD0002");
        await Eventually.UntilAsync(() => station.Waiting == 0);
        var state = await Eventually.UntilAsync(
            () => loop.InspectAsync(machine => (StationState)machine.StateOf(device)!),
            state => state.TemperatureC is not double.PositiveInfinity);
        // As it was durable; what it said since is in the journal.
        Assert.Single(state.Sessions);
        Assert.Equal((2, 0), (Count("SELECT count(*) FROM fact WHERE type = 'card_tapped'"), Count("SELECT count(*) FROM reject")));
        Assert.NotNull(gateway.Services.GetRequiredService<Health>().InternalError);
        station.Tap("CARD0002");
        await Eventually.UntilAsync(() => station.Waiting == 0);
        Assert.Equal(3, Count("SELECT count(*) FROM event WHERE instr(CAST(answer AS TEXT), 'internal_error') = 0"));

        long Count(string sql) => TestDatabase.Count(gateway.Data.Database, sql);
    }

    [Fact]
    public async Task An_unwritable_request_is_answered_and_may_be_repeated()
    {
        await using var gateway = await RunningGateway.StartAsync(withBroker: false);
        const string planted = "CREATE TRIGGER planted BEFORE INSERT ON transfer BEGIN SELECT RAISE(ABORT, 'planted'); END";
        TestDatabase.Run(gateway.Data.Database, planted);
        const string corrections = "/api/points/corrections";
        const string five = """{"household":"h1","points":5,"reason":"a test"}""";
        var id = (await gateway.AskAsync(HttpMethod.Post, corrections, "desk", five)).GetProperty("id").GetString();
        Assert.Equal("internal_error", (await ApproveAsync()).GetProperty("reason").GetString());
        Assert.Equal(0, await gateway.BalanceAsync("h1"));
        TestDatabase.Run(gateway.Data.Database, "DROP TRIGGER planted");
        // The same proposal, without a restart.
        Assert.Equal("corrected", (await ApproveAsync()).GetProperty("result").GetString());
        Assert.Equal(5, await gateway.BalanceAsync("h1"));
        Assert.Equal("no_such_proposal", (await ApproveAsync()).GetProperty("reason").GetString());

        Task<JsonElement> ApproveAsync() => gateway.AskAsync(HttpMethod.Post, $"{corrections}/{id}/approve", "manager");
    }

    [Fact]
    public async Task The_exit_status_is_0_only_when_asked_to_stop()
    {
        using var estate = await GatewayProcess.StartAsync();
        Assert.Equal(0, await estate.EndAsync());
        await estate.StartGatewayAsync();
        // Neither the event nor its refusal can be written: nothing is left but to end, and to say so.
        TestDatabase.Run(estate.Data.Database, """
            CREATE TRIGGER planted BEFORE INSERT ON event BEGIN SELECT RAISE(ABORT, 'planted'); END;
            CREATE TRIGGER too BEFORE INSERT ON reject BEGIN SELECT RAISE(ABORT, 'planted'); END
            """);
        var speaker = await estate.SpeakerAsync("station-1");
        speaker.Publish("estate/test/bins/station-1/event", GatewayProcess.Tap(1));
        Assert.Equal(RunCommand.InternalError, await estate.EndedAsync());
    }

    [Fact]
    public async Task A_slow_stop_still_exits_with_0()
    {
        using var estate = await GatewayProcess.StartAsync();
        // The server waits a while for a client that has not finished its request.
        using var visitor = new TcpClient();
        await visitor.ConnectAsync(IPAddress.Loopback, estate.Port);
        await visitor.GetStream().WriteAsync(("POST /login HTTP/1.1\r\nHost: gateway\r\nSec-Fetch-Site: same-origin\r\n"u8
            + "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 40\r\nExpect: 100-continue\r\n\r\n"u8).ToArray());
        var answer = new byte[12];
        await visitor.GetStream().ReadExactlyAsync(answer);
        Assert.Equal("HTTP/1.1 100"u8, answer);
        Assert.Equal(0, await estate.EndAsync());
    }
}
