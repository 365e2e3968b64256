using System.Net;
using System.Net.Sockets;

namespace Estate.Adapters.Tests.Mqtt;

/// <summary>A broker that takes one connection after another, answers each CONNECT and then says its bytes, whatever they are.</summary>
internal sealed class ScriptedBroker : IDisposable
{
    /// <summary>CONNACK of MQTT 5: a new session, success, no properties.</summary>
    internal static readonly byte[] Welcome = [0x20, 3, 0, 0, 0];

    private readonly TcpListener _listener;
    private readonly Func<int, byte[]> _answer;
    private readonly bool _hangsUp;
    private readonly byte[] _granted;
    private readonly CancellationTokenSource _gone = new();
    private volatile int _connections;

    /// <param name="answer">The bytes of the n-th connection, from 0.</param>
    /// <param name="granted">What it says to the next packet, a SUBSCRIBE: said earlier, the client knows of no question.</param>
    internal ScriptedBroker(int port, Func<int, byte[]> answer, bool hangsUp = false, byte[]? granted = null)
    {
        (_listener, _answer, _hangsUp, _granted) = (new(IPAddress.Loopback, port), answer, hangsUp, granted ?? []);
        _listener.Start();
        _ = ServeAsync();
    }

    internal int Connections => _connections;

    /// <summary>Its connections end with it: a client that came again at once would wait here for a time-out.</summary>
    public void Dispose()
    {
        _listener.Dispose();
        _gone.Cancel();
    }

    private async Task ServeAsync()
    {
        try
        {
            while (true)
                _ = AnswerAsync(await _listener.AcceptSocketAsync(), _connections++);
        }
        catch (Exception ended) when (ended is SocketException or ObjectDisposedException)
        {
            // Disposed.
        }
    }

    private async Task AnswerAsync(Socket socket, int number)
    {
        using (socket)
        {
            try
            {
                var heard = new byte[4096];
                if (await socket.ReceiveAsync(heard, _gone.Token) == 0)
                    return;
                await socket.SendAsync(_answer(number));
                if (_granted.Length > 0 && await socket.ReceiveAsync(heard, _gone.Token) > 0)
                    await socket.SendAsync(_granted);
                // Until the client has had enough.
                while (!_hangsUp && await socket.ReceiveAsync(heard, _gone.Token) > 0)
                {
                }
            }
            catch (Exception ended) when (ended is SocketException or OperationCanceledException)
            {
                // The client cut it, or this broker is gone.
            }
        }
    }
}
