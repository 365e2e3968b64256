using System.Collections.Concurrent;
using System.CommandLine;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Estate.Bench.Torture;

/// <summary>
/// The estate's switch, between all devices and the broker: when its power goes, every connection is gone at once. In a process of
/// its own: a process has 1,024 handles, and the devices take most of them.
/// </summary>
internal sealed class MqttRelay : IDisposable
{
    private readonly TcpListener _listener;
    private readonly ConcurrentDictionary<Socket, bool> _open = new();
    private readonly int _broker;
    private volatile bool _isDisposed;

    private MqttRelay(int port, int broker)
    {
        (_listener, _broker) = (new(IPAddress.Loopback, port), broker);
        _listener.Start(backlog: 512);
        _ = AcceptAsync();
    }

    internal static Command Create()
    {
        var (port, broker, button) = (
            new Option<int>("--port") { Required = true }, new Option<int>("--broker") { Required = true },
            new Option<int>("--button") { Required = true });
        var command = new Command("relay", "Used by 'torture reconnects'") { port, broker, button };
        command.Hidden = true;
        command.SetAction(async (parsed, stop) =>
        {
            using var relay = new MqttRelay(parsed.GetValue(port), parsed.GetValue(broker));
            using var pressed = new TcpListener(IPAddress.Loopback, parsed.GetValue(button));
            pressed.Start();
            while (!stop.IsCancellationRequested)
            {
                using var hand = await pressed.AcceptSocketAsync(stop);
                await hand.SendAsync(
                    Encoding.ASCII.GetBytes(relay.CutAll().ToString(System.Globalization.CultureInfo.InvariantCulture)), stop);
            }
        });
        return command;
    }

    /// <summary>Presses the button of a relay.</summary>
    /// <returns>How many connections there were.</returns>
    internal static async Task<int> CutAsync(int button)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, button);
        using var reader = new StreamReader(client.GetStream());
        return int.Parse(await reader.ReadToEndAsync(), System.Globalization.CultureInfo.InvariantCulture);
    }

    private int CutAll()
    {
        var sockets = _open.Keys.ToList();
        // A reset, not an orderly close.
        foreach (var socket in sockets)
            socket.Close(timeout: 0);
        return sockets.Count / 2;
    }

    public void Dispose()
    {
        _isDisposed = true;
        _listener.Dispose();
        CutAll();
    }

    private async Task AcceptAsync()
    {
        while (!_isDisposed)
        {
            try
            {
                _ = RelayAsync(await _listener.AcceptSocketAsync());
            }
            catch (Exception end) when (end is SocketException or ObjectDisposedException)
            {
                // Gone before it was let in, or we are.
            }
        }
    }

    private async Task RelayAsync(Socket device)
    {
        using var broker = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        device.NoDelay = true;
        (_open[device], _open[broker]) = (true, true);
        try
        {
            await broker.ConnectAsync(IPAddress.Loopback, _broker);
            await Task.WhenAny(CopyAsync(device, broker), CopyAsync(broker, device));
        }
        catch (Exception gone) when (gone is SocketException or ObjectDisposedException)
        {
            // The broker is down, or the power went.
        }
        finally
        {
            _open.TryRemove(device, out _);
            _open.TryRemove(broker, out _);
            device.Dispose();
        }
    }

    private static async Task CopyAsync(Socket from, Socket to)
    {
        var buffer = new byte[16 * 1024];
        try
        {
            while (await from.ReceiveAsync(buffer) is > 0 and var count)
                for (var sent = 0; sent < count;)
                    sent += await to.SendAsync(buffer.AsMemory(sent, count - sent));
        }
        catch (Exception gone) when (gone is SocketException or ObjectDisposedException)
        {
            // One end is gone, so is the other.
        }
    }
}
