using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Text;
using Estate.Adapters.Storage;
using Estate.Cli.Tests.Commands;
using Estate.Domain.People;
using Estate.FirmwareSim;
using Estate.TestKit;
using Estate.Web.Tests.Running;
using Xunit;

namespace Estate.Cli.Tests.Backup;

/// <summary>The gateway is dead: a new folder, a backup, the sheet of paper and one command, and all goes on.</summary>
public sealed class ReplaceThePiTests(ITestOutputHelper output)
{
    [Fact]
    public async Task A_new_machine_a_backup_and_one_command_bring_everything_back()
    {
        await using var gateway = await RunningGateway.StartAsync();
        using var usb = new TemporaryFolder();
        var station = await gateway.StationAsync();
        var (answers, sent) = (new ConcurrentDictionary<string, Ack>(), new ConcurrentDictionary<string, byte[]>());
        station.Acknowledged = ack => answers[ack.Id] = ack;
        station.Sent = (id, payload) => sent[id] = payload;
        var deposit = await VisitAsync(station, answers, "CARD0001");
        await gateway.PersonAsync("chen", Role.Staff);
        using var browser = await gateway.BrowserOfAsync("chen");
        var (password, token) = (gateway.Password("station-1"), gateway.TokenOf("desk"));

        // A backup while somebody goes on bringing waste; the key is on paper.
        using var stop = new CancellationTokenSource();
        var traffic = TrafficAsync(station, stop.Token);
        var sheet = string.Join('\n', gateway.Data.BackupKey().Sheet);
        var (made, said) = await GatewayProgram.RunAsync(
            null, "backup", "--to", usb.Path, "--estate", gateway.EstateFile, "--data", gateway.Data.Root);
        await stop.CancelAsync();
        await traffic;
        Assert.True(made == 0 && said.Contains("restored for a trial: in order", StringComparison.Ordinal), said);

        // The machine dies with all that was on it.
        await gateway.StopGatewayAsync();
        gateway.KillBroker();
        Directory.Delete(gateway.Data.Root, recursive: true);
        File.Delete(gateway.EstateFile);
        var started = TimeProvider.System.GetTimestamp();
        var fresh = usb.File("new-pi");
        var (restored, told) = await GatewayProgram.RunAsync(
            sheet, "restore", Directory.GetFiles(usb.Path, "*.backup").Single(), "--data", fresh, "--estate", gateway.EstateFile);
        Assert.True(restored == 0 && told.Contains("Everything is back", StringComparison.Ordinal), told);
        gateway.MoveTo(fresh);
        await gateway.StartBrokerAsync();
        await gateway.StartGatewayAsync();
        await gateway.UntilReadyAsync();
        output.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"from an empty folder to a gateway that takes taps: {TimeProvider.System.GetElapsedTime(started).TotalSeconds:0.0} s"));

        Assert.Equal(5, await gateway.BalanceAsync("h1"));
        Assert.Equal((password, token), (gateway.Password("station-1"), gateway.TokenOf("desk")));
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync(new Uri("/staff/alerts", UriKind.Relative))).StatusCode);
        using var again = await gateway.BrowserOfAsync("chen");
        Assert.Null(new AuditChain(EstateDatabase.Existing(gateway.Data.Database), gateway.Data.AuditKey()).Verify().Problem);
        await RepeatedAsync(gateway, deposit, sent[deposit]);
        Assert.Equal(5, await gateway.BalanceAsync("h1"));
        // The device, with the password it has always had, reconnects; its cards are known.
        await Eventually.UntilAsync(() => station.IsOnline);
        await VisitAsync(station, answers, "CARD0002");
        Assert.Equal(5, await gateway.BalanceAsync("h2"));
        Assert.Null(LedgerAudit.Run(EstateDatabase.Existing(gateway.Data.Database)).Problem);
    }

    /// <returns>The event the points were given for.</returns>
    private static async Task<string> VisitAsync(Station station, ConcurrentDictionary<string, Ack> answers, string card)
    {
        var tap = station.Tap(card);
        await Eventually.UntilAsync(() => answers.ContainsKey(tap));
        Assert.Equal("welcome", answers[tap].Result);
        var deposit = station.Deposit(tap, "wet", 500);
        await Eventually.UntilAsync(() => answers.ContainsKey(deposit));
        return deposit;
    }

    private static async Task TrafficAsync(Station station, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            station.Tap("CARD0003");
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, CancellationToken.None);
        }
    }

    /// <summary>An earlier event that is repeated gets its earlier answer.</summary>
    private static async Task RepeatedAsync(RunningGateway gateway, string id, byte[] payload)
    {
        var replies = new ConcurrentQueue<string>();
        using var client = new DeviceClient(new DeviceClientOptions
        {
            Host = "127.0.0.1",
            Port = gateway.BrokerPort,
            ClientId = "station-1-replay",
            Credentials = new("station-1", gateway.Password("station-1")),
            Subscriptions = [("estate/test/bins/station-1/ack", 1)],
        }, TimeProvider.System)
        {
            MessageReceived = message => replies.Enqueue(Encoding.UTF8.GetString(message.Payload)),
        };
        client.Start();
        await Eventually.UntilAsync(() => client.Current.State == ConnectionState.Ready);
        client.Publish("estate/test/bins/station-1/event", payload);
        await Eventually.UntilAsync(() => replies.Any(reply => reply.Contains(id, StringComparison.Ordinal)));
        Assert.Contains(
            "\"result\":\"awarded\"", replies.First(reply => reply.Contains(id, StringComparison.Ordinal)), StringComparison.Ordinal);
    }
}
