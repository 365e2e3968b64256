using System.Net;
using System.Net.Sockets;

namespace Estate.Adapters.Tests.Mqtt;

/// <summary>A wire to the broker that breaks after so many bytes, wherever in a message that is, as often as wanted.</summary>
internal sealed class CuttingRelay : IDisposable
{
    private readonly TcpListener _listener;
    private readonly Random _random;
    private readonly int _broker;
    private readonly int _cutsWanted;
    private volatile int _cuts;

    internal CuttingRelay(int port, int broker, int cuts, int seed)
    {
        (_listener, _random, _broker, _cutsWanted) = (new(IPAddress.Loopback, port), new(seed), broker, cuts);
        _listener.Start();
        _ = ServeAsync();
    }

    internal int Cuts => _cuts;

    public void Dispose() => _listener.Dispose();

    /// <summary>One connection at a time, which is what a client has.</summary>
    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                using var client = await _listener.AcceptSocketAsync();
                using var broker = new Socket(SocketType.Stream, ProtocolType.Tcp);
                await broker.ConnectAsync(IPAddress.Loopback, _broker);
                var left = _cuts < _cutsWanted ? _random.Next(40, 30_000) : int.MaxValue;
                var pairs = new[] { PassAsync(client, broker, left), PassAsync(broker, client, left) };
                if (await await Task.WhenAny(pairs))
                    _cuts++;
                // A reset: what was under way is gone.
                client.LingerState = broker.LingerState = new(true, 0);
            }
        }
        catch (Exception ended) when (ended is SocketException or ObjectDisposedException)
        {
            // Disposed.
        }
    }

    /// <returns>Whether it was cut here.</returns>
    private static async Task<bool> PassAsync(Socket from, Socket to, int left)
    {
        var buffer = new byte[8192];
        try
        {
            while (left > 0)
            {
                var count = Math.Min(await from.ReceiveAsync(buffer), left);
                if (count == 0)
                    return false;
                await to.SendAsync(buffer.AsMemory(0, count));
                left -= count;
            }
            return true;
        }
        catch (Exception ended) when (ended is SocketException or ObjectDisposedException)
        {
            return false;
        }
    }
}
