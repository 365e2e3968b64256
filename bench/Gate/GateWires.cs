using System.Net.Sockets;
using System.Text;
using Estate.Adapters.Threads;
using Estate.Domain.Gate;

namespace Estate.Bench.Gate;

/// <summary>The trial gate's simulated wires, and a stopwatch from a change there to what the lock's wire does.</summary>
/// <remarks>Everything blocks, without a pool of threads in between: see <see cref="Nice"/>.</remarks>
internal sealed class GateWires : IDisposable
{
    internal const string Gate = "gate/s-gate";

    /// <summary>Ahead of the gateway and of the rest of this program, or the load it makes is counted as the gateway's delay.</summary>
    internal const int Nice = NiceThread.Urgent - 5;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Socket _socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
    private readonly StreamReader _lines;
    private readonly TimeProvider _time;

    internal GateWires(string path, TimeProvider time)
    {
        _time = time;
        _socket.ReceiveTimeout = (int)Patience.TotalMilliseconds;
        _socket.Connect(new UnixDomainSocketEndPoint(path));
        _lines = new(new NetworkStream(_socket, ownsSocket: false), Encoding.UTF8);
    }

    internal static string Card(ulong data) =>
        $"frame {Gate}:reader {Convert.ToString((long)Wiegand.Encode(26, data).Bits, 2).PadLeft(26, '0')}";

    internal static string Set(string terminal, bool active) => $"set {Gate}:{terminal} {(active ? 1 : 0)}";

    /// <summary>Milliseconds from the words to the lock's wire.</summary>
    internal double Measure(string words, bool isLocked)
    {
        var started = _time.GetTimestamp();
        Say(words);
        Until(isLocked);
        return _time.GetElapsedTime(started).TotalMilliseconds;
    }

    internal void Say(string words) => _socket.Send(Encoding.UTF8.GetBytes(words + "\n"));

    /// <exception cref="IOException">The lock stood still for half a minute, or the gateway hung up.</exception>
    internal void Until(bool isLocked)
    {
        var wanted = $"out {Gate}:lock {(isLocked ? 1 : 0)}";
        while (_lines.ReadLine() is { } line)
            if (line == wanted)
                return;
        throw new IOException("the gateway hung up");
    }

    public void Dispose()
    {
        _lines.Dispose();
        _socket.Dispose();
    }
}
