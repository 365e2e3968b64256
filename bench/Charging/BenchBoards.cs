using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Estate.Bench.Harness;
using Estate.FirmwareSim;

namespace Estate.Bench.Charging;

/// <summary>
/// Charger boards of ten sockets each, all through one connection with the gateway's own rights; half of the sockets charge. Measures
/// how long it takes from a reading with too much power to the cut.
/// </summary>
internal sealed class BenchBoards : IDisposable
{
    private const int Sockets = 10;

    private readonly DeviceClient _client;
    private readonly TimeProvider _time;
    private readonly ConcurrentDictionary<string, TaskCompletionSource<long>> _awaited = new();

    internal BenchBoards(BenchEstate estate, TimeProvider time)
    {
        _time = time;
        _client = new(new DeviceClientOptions
        {
            Host = "127.0.0.1",
            Port = estate.Port,
            ClientId = "bench-boards",
            Credentials = new("gateway", estate.Folder.GatewayPassword()),
            Subscriptions = [("estate/trial/charger/+/command", 1)],
        }, time)
        { MessageReceived = OnMessage };
        _client.Start();
    }

    internal bool IsReady => _client.Current.State == ConnectionState.Ready;

    internal static string Name(int board) => string.Create(CultureInfo.InvariantCulture, $"c{board:0000}");

    internal static string Inventory(int boards) =>
        string.Create(CultureInfo.InvariantCulture, $"  - {{ id: \"charger/c[0001-{boards:0000}]\", sockets: \"{Sockets}\" }}\n");

    /// <summary>Odd sockets charge about 180 W.</summary>
    internal void Report(int board, int second) =>
        Say(board,
        string.Join(
            ',', Enumerable.Range(1, Sockets)
            .Select(socket => Reading(board, socket, second, socket % 2 == 1 ? 180 + ((second + socket) % 5) : 0))));

    /// <summary>From saying that an idle socket draws 1.2 kW to hearing the cut; the socket is reported open after it.</summary>
    /// <returns>Milliseconds; null where no cut came within five seconds.</returns>
    internal async Task<double?> TripAsync(int board, int socket)
    {
        var cut = new TaskCompletionSource<long>(TaskCreationOptions.RunContinuationsAsynchronously);
        _awaited[Key(Name(board), socket.ToString(CultureInfo.InvariantCulture))] = cut;
        var said = _time.GetTimestamp();
        Say(board, string.Create(CultureInfo.InvariantCulture, $"{{\"socket\":{socket},\"closed\":true,\"power_w\":1200}}"));
        try
        {
            var heard = await cut.Task.WaitAsync(TimeSpan.FromSeconds(5), _time);
            return _time.GetElapsedTime(said, heard).TotalMilliseconds;
        }
        catch (TimeoutException)
        {
            return null;
        }
        finally
        {
            Say(board, string.Create(CultureInfo.InvariantCulture, $"{{\"socket\":{socket},\"closed\":false,\"power_w\":0}}"));
        }
    }

    public void Dispose() => _client.Dispose();

    private static string Reading(int board, int socket, int second, int watt)
    {
        var order = watt > 0 ? string.Create(CultureInfo.InvariantCulture, $",\"order\":\"o{board}-{socket}\"") : "";
        return string.Create(CultureInfo.InvariantCulture,
            $"{{\"socket\":{socket},\"closed\":{(watt > 0 ? "true" : "false")},\"power_w\":{watt},\"current_a\":{watt / 230.0:0.000},"
                + $"\"voltage_v\":230.1,\"energy_wh\":{(watt > 0 ? second * 0.05 : 0):0.000},\"temp_c\":31{order}}}");
    }

    private void Say(int board, string sockets) =>
        _client.Publish($"estate/trial/charger/{Name(board)}/telemetry", Encoding.UTF8.GetBytes($"{{\"at\":0,\"clock\":\"unknown\","
            + $"\"age_ms\":0,\"type\":\"sockets\",\"data\":{{\"temp_c\":31,\"smoke\":false,\"sockets\":[{sockets}]}}}}"), qos: 0);

    private void OnMessage(DeviceMessage message)
    {
        var heard = _time.GetTimestamp();
        using var document = JsonDocument.Parse(message.Payload.ToArray());
        var root = document.RootElement;
        if (root.GetProperty("action").GetString() == "cut"
            && _awaited.TryRemove(
                Key(message.Topic.Split('/')[3], root.GetProperty("data").GetProperty("socket").GetString()!), out var cut))
            cut.TrySetResult(heard);
        else
            _client.Publish(
                message.Topic.Replace("/command", "/reply", StringComparison.Ordinal),
                Encoding.UTF8.GetBytes($"{{\"id\":\"{root.GetProperty("id").GetString()}\",\"result\":\"executed\"}}"));
    }

    private static string Key(string board, string socket) => board + "/" + socket;
}
