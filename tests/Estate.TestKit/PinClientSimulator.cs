using System.Net.Sockets;
using System.Text;

namespace Estate.TestKit;

/// <summary>Somebody at the simulated pins: says a line, hears lines.</summary>
public sealed class PinClientSimulator : IDisposable
{
    private readonly Socket _socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
    private readonly StreamReader _lines;

    public PinClientSimulator(string path)
    {
        _socket.Connect(new UnixDomainSocketEndPoint(path));
        _lines = new(new NetworkStream(_socket, ownsSocket: false), Encoding.UTF8);
    }

    public async Task SendAsync(string line) => await _socket.SendAsync(Encoding.UTF8.GetBytes(line + "\n"));

    /// <summary>The next line; null when the gateway hung up.</summary>
    public async Task<string?> ReadAsync()
    {
        try
        {
            return await _lines.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(60), TimeProvider.System);
        }
        catch (IOException)
        {
            return null;
        }
    }

    public async Task<string?> AskAsync(string line)
    {
        await SendAsync(line);
        return await ReadAsync();
    }

    /// <summary>Reads on until this line comes.</summary>
    /// <exception cref="IOException">The gateway hung up before.</exception>
    public async Task UntilAsync(string line)
    {
        while (await ReadAsync() is { } heard)
            if (heard == line)
                return;
        throw new IOException($"the gateway hung up before it said '{line}'");
    }

    public void Dispose()
    {
        _lines.Dispose();
        _socket.Dispose();
    }
}
