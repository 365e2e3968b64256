using System.Net;
using System.Net.Sockets;

namespace Estate.Mosquitto.Tests;

/// <summary>A scripted broker that knows MQTT 3.1.1 only: answers any other CONNECT with return code 1 and hangs up.</summary>
internal sealed class OldBroker : IDisposable
{
    private readonly TcpListener _listener;
    private readonly List<TcpClient> _clients = [];

    internal OldBroker(int port)
    {
        _listener = new TcpListener(IPAddress.Loopback, port);
        _listener.Start();
        _ = ServeAsync();
    }

    /// <summary>Protocol levels asked for, in order.</summary>
    internal List<int> Versions { get; } = [];

    public void Dispose()
    {
        _listener.Dispose();
        _clients.ForEach(client => client.Dispose());
    }

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                var client = await _listener.AcceptTcpClientAsync();
                _clients.Add(client);
                var stream = client.GetStream();
                var packet = new byte[256];
                await stream.ReadAtLeastAsync(packet, 9);
                // Fixed header (2), "MQTT" with its length (6), then the level.
                Versions.Add(packet[8]);
                var isKnown = packet[8] == 4;
                await stream.WriteAsync(new byte[] { 0x20, 2, 0, (byte)(isKnown ? 0 : 1) });
                if (!isKnown)
                    client.Dispose();
            }
        }
        catch (Exception ended) when (ended is SocketException or ObjectDisposedException)
        {
            // Disposed.
        }
    }
}
