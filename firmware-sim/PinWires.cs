using System.Collections.Concurrent;
using System.Net.Sockets;
using System.Text;

namespace Estate.FirmwareSim;

/// <summary>The socket of a gateway's simulated pins (docs/wire-protocol.md): words to it, and what it drives.</summary>
public sealed class PinWires : IDisposable, IGateWires
{
    private readonly Socket _socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
    private readonly ConcurrentDictionary<string, bool> _outputs = new();

    /// <summary>True until the gateway hangs up.</summary>
    public bool IsConnected { get; private set; }

    public bool? Output(string name) => _outputs.TryGetValue(name, out var active) ? active : null;

    /// <exception cref="SocketException">Nobody listens there.</exception>
    public void Connect(string path)
    {
        _socket.Connect(new UnixDomainSocketEndPoint(path));
        IsConnected = true;
        _ = ListenAsync();
    }

    public void Set(string name, bool active) => Say($"set {name} {(active ? 1 : 0)}");

    public void Frame(string reader, string bits) => Say($"frame {reader} {bits}");

    public void Dispose() => _socket.Dispose();

    private void Say(string line)
    {
        try
        {
            _socket.Send(Encoding.UTF8.GetBytes(line + "\n"));
        }
        catch (SocketException)
        {
            IsConnected = false;
        }
    }

    private async Task ListenAsync()
    {
        try
        {
            using var lines = new StreamReader(new NetworkStream(_socket, ownsSocket: false), Encoding.UTF8);
            while (await lines.ReadLineAsync() is { } line)
                if (line.Split(' ') is ["out", var name, var level])
                    _outputs[name] = level == "1";
        }
        catch (Exception gone) when (gone is IOException or ObjectDisposedException)
        {
            // The gateway hung up, or we did.
        }
        IsConnected = false;
    }
}
