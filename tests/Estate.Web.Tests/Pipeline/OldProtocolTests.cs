using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Estate.FirmwareSim;
using Estate.TestKit;
using Estate.Web.Tests.Running;
using Xunit;

namespace Estate.Web.Tests.Pipeline;

/// <summary>Devices that speak MQTT 3.1.1, as most makers' do, with the same promises.</summary>
public sealed class OldProtocolTests
{
    [Fact]
    public async Task A_visit_at_an_MQTT_3_1_1_station_earns_points_and_shows_an_answer()
    {
        await using var gateway = await RunningGateway.StartAsync();
        var station = await gateway.StationAsync(isMqtt311: true);
        station.SendsTwice = true;
        var answers = new ConcurrentDictionary<string, Ack>();
        station.Acknowledged = ack => answers[ack.Id] = ack;
        var deposit = station.Deposit(station.Tap("CARD0001"), "wet", 500);
        await Eventually.UntilAsync(() => answers.ContainsKey(deposit));
        Assert.Equal(("awarded", "+5, 1 of 2 today, balance 5"), (answers[deposit].Result, answers[deposit].DisplayText));
        Assert.Equal(5, await gateway.BalanceAsync("h1"));
    }

    [Fact]
    public async Task A_third_party_3_1_1_client_gets_its_answer_after_reconnecting()
    {
        await using var gateway = await RunningGateway.StartAsync();
        // Subscribed in a session that stays, and away while the answer comes.
        await RunAsync(gateway, "mosquitto_sub", "-c", "-i", "ear", "-q", "1", "-t", "estate/test/bins/station-1/ack", "-E");
        await RunAsync(gateway, "mosquitto_pub", "-i", "mouth", "-q", "1", "-t", "estate/test/bins/station-1/event",
            "-m", """{"id":"old-1","boot":1,"seq":1,"at":0,"clock":"unknown","type":"tap","data":{"card":"CARD0001"}}""");
        var answer = await RunAsync(
            gateway, "mosquitto_sub", "-c", "-i", "ear", "-q", "1", "-t", "estate/test/bins/station-1/ack", "-C", "1", "-W", "30");
        Assert.Contains("\"id\":\"old-1\"", answer, StringComparison.Ordinal);
        Assert.Contains("\"result\":\"welcome\"", answer, StringComparison.Ordinal);
    }

    /// <summary>As station-1, in MQTT 3.1.1.</summary>
    private static async Task<string> RunAsync(RunningGateway gateway, string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, (string[])["-V", "mqttv311", "-h", "127.0.0.1",
            "-p", gateway.BrokerPort.ToString(CultureInfo.InvariantCulture), "-u", "station-1", "-P", gateway.Password("station-1"),
            .. arguments])
        { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(60), TimeProvider.System);
        Assert.True(process.ExitCode == 0, $"{program} ended with {process.ExitCode}: {await errors}");
        return await output;
    }
}
