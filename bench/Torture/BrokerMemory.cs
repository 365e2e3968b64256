using System.Globalization;
using Estate.Bench.Harness;
using Estate.FirmwareSim;

namespace Estate.Bench.Torture;

/// <summary>
/// One device says as much as it can while the gateway is away, in large messages and in small ones: what the broker keeps of it is
/// bounded, and when the gateway is back, what was thrown away is known, taps are answered and the gate opens.
/// </summary>
internal static class BrokerMemory
{
    private const double LimitMb = 48;
    private const int Households = 3_000;

    internal static Task<ScenarioVerdict> PlayAsync(ScenarioRun run) => PlayAsync(run, [(60_000, 2_000), (100, 60_000)]);

    internal static async Task<ScenarioVerdict> PlayAsync(ScenarioRun run, IReadOnlyList<(int Bytes, int Messages)> floods)
    {
        using var estate = new BenchEstate(run.Folder, TorturedEstate.StationCount, run.Time);
        estate.RegisterCards(FirmwareSim.ReferenceCards.For(Households));
        await using var gate = new GateProbe(estate, run);
        await estate.StartAsync();
        var (before, most) = (estate.Broker.ResidentBytes, 0.0);
        await using var taps = new TapProbe(estate, "station-2", Households, run.Time);
        var verdict = new ScenarioVerdict("broker-memory");
        foreach (var (bytes, messages) in floods)
        {
            estate.Gateway.Kill();
            await FloodAsync(estate, bytes, messages, run);
            var held = (estate.Broker.ResidentBytes - before) / 1e6;
            most = Math.Max(most, held);
            estate.StartGateway();
            await estate.WaitUntilReadyAsync();
            gate.Begin();
            await run.WaitAsync(12);
            await gate.PauseAsync();
            ScenarioRun.Say($"{messages} messages of {bytes} bytes: {held:0.0} MB more in the broker");
        }
        var health = await HealthAsync(estate, run);
        var isDrained = await taps.DrainAsync();
        verdict.Figure("broker_grew_mb", most.ToString("0.0", CultureInfo.InvariantCulture))
            .Require(most <= LimitMb, $"the broker holds more than {LimitMb} MB of it")
            .Require(health.Contains("threw away", StringComparison.Ordinal), "/healthz does not say what was thrown away")
            .Require(isDrained, "some taps were never answered");
        gate.AddTo(verdict);
        DatabaseCheck.AddTo(verdict, estate.Folder.Database);
        return verdict;
    }

    /// <summary>At QoS 1, as fast as the broker takes it.</summary>
    private static async Task FloodAsync(BenchEstate estate, int bytes, int messages, ScenarioRun run)
    {
        using var device = new DeviceClient(new()
        {
            Host = "127.0.0.1",
            Port = estate.Port,
            ClientId = "station-1",
            Credentials = new("station-1", estate.Passwords["station-1"]),
            SessionExpiry = TimeSpan.Zero,
        }, run.Time);
        device.Start();
        for (var said = 0; said < messages;)
            if (device.Current.State == ConnectionState.Ready && device.Unacknowledged < 100)
                said += device.Publish("estate/trial/bins/station-1/telemetry", new byte[bytes]) ? 1 : 0;
            else
                await run.WaitAsync(0.005);
        while (device.Unacknowledged > 0)
            await run.WaitAsync(0.05);
    }

    /// <summary>The broker counts each ten seconds.</summary>
    private static async Task<string> HealthAsync(BenchEstate estate, ScenarioRun run)
    {
        using var http = new HttpClient();
        for (var i = 0; ; i++, await run.WaitAsync(0.5))
        {
            using var answer = await http.GetAsync(new Uri(estate.Url + "/healthz"), run.Stop);
            var words = await answer.Content.ReadAsStringAsync(run.Stop);
            if (i > 40 || words.Contains("threw away", StringComparison.Ordinal))
                return words;
        }
    }
}
