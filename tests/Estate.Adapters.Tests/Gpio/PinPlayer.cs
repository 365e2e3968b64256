using System.Net.Sockets;
using System.Text;

namespace Estate.Adapters.Tests.Gpio;

/// <summary>A person at the simulated pins: says a line, hears lines.</summary>
internal sealed class PinPlayer : IDisposable
{
    private readonly Socket _socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
    private readonly StreamReader _lines;

    internal PinPlayer(string path)
    {
        _socket.Connect(new UnixDomainSocketEndPoint(path));
        _lines = new(new NetworkStream(_socket, ownsSocket: false), Encoding.UTF8);
    }

    internal async Task SayAsync(string line) => await _socket.SendAsync(Encoding.UTF8.GetBytes(line + "\n"));

    /// <summary>The next line; null when the gateway hung up.</summary>
    internal async Task<string?> HearAsync()
    {
        try
        {
            return await _lines.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(20), TimeProvider.System);
        }
        catch (IOException)
        {
            return null;
        }
    }

    internal async Task<string?> AskAsync(string line)
    {
        await SayAsync(line);
        return await HearAsync();
    }

    public void Dispose()
    {
        _lines.Dispose();
        _socket.Dispose();
    }
}
