using System.Collections.Concurrent;
using System.Net.Sockets;
using System.Text;

namespace Estate.FirmwareSim.Tests;

/// <summary>The gateway's end of the simulated pins, in a test's hands.</summary>
internal sealed class ScriptedPins : IDisposable
{
    private readonly Socket _listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
    private Socket? _client;

    internal ScriptedPins(string path)
    {
        _listener.Bind(new UnixDomainSocketEndPoint(path));
        _listener.Listen();
        _ = ServeAsync();
    }

    internal ConcurrentQueue<string> Heard { get; } = new();

    internal bool IsConnected => _client is not null;

    internal void Say(string line) => _client!.Send(Encoding.UTF8.GetBytes(line + "\n"));

    public void Dispose()
    {
        _client?.Dispose();
        _listener.Dispose();
    }

    private async Task ServeAsync()
    {
        try
        {
            _client = await _listener.AcceptAsync();
            using var lines = new StreamReader(new NetworkStream(_client, ownsSocket: false), Encoding.UTF8);
            while (await lines.ReadLineAsync() is { } line)
                Heard.Enqueue(line);
        }
        catch (Exception over) when (over is IOException or SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }
}
