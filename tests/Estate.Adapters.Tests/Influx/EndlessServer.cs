using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Estate.Adapters.Tests.Influx;

/// <summary>
/// Answers one request with a beginning and then the same piece until the other side has enough; an empty piece is silence.
/// </summary>
internal sealed class EndlessServer : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Task<long> _serving;

    internal EndlessServer(string beginning, string piece)
    {
        _listener.Start();
        _serving = ServeAsync(Encoding.ASCII.GetBytes(beginning), Encoding.ASCII.GetBytes(piece));
    }

    internal Uri Url => new($"http://{_listener.LocalEndpoint}/");

    /// <summary>Bytes of pieces it got rid of, once the other side has hung up.</summary>
    internal Task<long> SentAsync() => _serving.WaitAsync(TimeSpan.FromSeconds(30), TimeProvider.System);

    public void Dispose()
    {
        _stop.Cancel();
        _listener.Dispose();
        _stop.Dispose();
    }

    private async Task<long> ServeAsync(byte[] beginning, byte[] piece)
    {
        var sent = 0L;
        try
        {
            using var client = await _listener.AcceptTcpClientAsync(_stop.Token);
            var stream = client.GetStream();
            _ = await stream.ReadAsync(new byte[4096], _stop.Token);
            await stream.WriteAsync(beginning, _stop.Token);
            if (piece.Length == 0)
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, _stop.Token);
            for (; ; sent += piece.Length)
                await stream.WriteAsync(piece, _stop.Token);
        }
        catch (Exception end) when (end is IOException or SocketException or OperationCanceledException or ObjectDisposedException)
        {
            return sent;
        }
    }
}
