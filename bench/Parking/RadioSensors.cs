using System.Globalization;
using System.Text;
using Estate.Bench.Harness;
using Estate.FirmwareSim;

namespace Estate.Bench.Parking;

/// <summary>Bay sensors behind one network server, as ChirpStack publishes them; all through one connection.</summary>
internal sealed class RadioSensors : IDisposable
{
    private readonly DeviceClient _client;

    internal RadioSensors(int port, string password, TimeProvider time)
    {
        var options = new DeviceClientOptions
        {
            Host = "127.0.0.1",
            Port = port,
            ClientId = "network-server",
            Credentials = new("lorawan", password),
        };
        _client = new(options, time);
        _client.Start();
    }

    /// <summary>On an estate that runs; every bay has spoken, every second one is taken.</summary>
    internal static async Task<RadioSensors> StartAsync(BenchEstate estate, int bays, TimeProvider time)
    {
        var sensors = new RadioSensors(estate.Port, estate.Passwords["lorawan"], time);
        while (!sensors.IsReady)
            await Task.Delay(TimeSpan.FromMilliseconds(20), time);
        for (var number = 1; number <= bays; number++)
        {
            sensors.Say(number, number % 2 == 1);
            if (number % 100 == 0)
                await Task.Delay(TimeSpan.FromMilliseconds(50), time);
        }
        return sensors;
    }

    internal bool IsReady => _client.Current.State == ConnectionState.Ready;

    internal static string Eui(int number) => number.ToString("D16", CultureInfo.InvariantCulture);

    /// <summary>Devices for estate.yaml: one zone, no waiting for a change to last.</summary>
    internal static string Inventory(int count) => string.Create(CultureInfo.InvariantCulture,
        $"  - {{ id: lot/main }}\n  - {{ id: \"parking/p[00001-{count:D5}]\", zone: A, lot: main, confirm_s: \"0\", dev_eui: "
            + $"\"00000000000{{n}}\", profile: bosch-tps110 }}\n");

    /// <summary>Port 2: a heartbeat, which repeats the state.</summary>
    internal void Say(int number, bool occupied) => _client.Publish(
        $"application/trial/device/{Eui(number)}/event/up",
        Encoding.UTF8.GetBytes($"{{\"deviceInfo\":{{\"devEui\":\"{Eui(number)}\"}},\"fPort\":2,"
            + $"\"data\":\"{(occupied ? "ARI=" : "ABI=")}\",\"rxInfo\":[{{\"rssi\":-97,\"snr\":7.5}}]}}"));

    public void Dispose() => _client.Dispose();
}
