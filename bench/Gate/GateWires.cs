using System.Net.Sockets;
using System.Text;
using Estate.Domain.Gate;

namespace Estate.Bench.Gate;

/// <summary>The trial gate's simulated wires, and a stopwatch from a change there to what the lock's wire does.</summary>
internal sealed class GateWires : IDisposable
{
    internal const string Gate = "gate/s-gate";

    private readonly Socket _socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
    private readonly StreamReader _lines;
    private readonly TimeProvider _time;

    internal GateWires(string path, TimeProvider time)
    {
        _time = time;
        _socket.Connect(new UnixDomainSocketEndPoint(path));
        _lines = new(new NetworkStream(_socket, ownsSocket: false), Encoding.UTF8);
    }

    internal static string Card(ulong data) =>
        $"frame {Gate}:reader {Convert.ToString((long)Wiegand.Encode(26, data).Bits, 2).PadLeft(26, '0')}";

    internal static string Set(string terminal, bool active) => $"set {Gate}:{terminal} {(active ? 1 : 0)}";

    /// <summary>Milliseconds from the words to the lock's wire.</summary>
    internal async Task<double> MeasureAsync(string words, bool isLocked)
    {
        var started = _time.GetTimestamp();
        await SayAsync(words);
        await UntilAsync(isLocked);
        return _time.GetElapsedTime(started).TotalMilliseconds;
    }

    internal async Task SayAsync(string words) => await _socket.SendAsync(Encoding.UTF8.GetBytes(words + "\n"));

    internal async Task UntilAsync(bool isLocked)
    {
        var wanted = $"out {Gate}:lock {(isLocked ? 1 : 0)}";
        while (await _lines.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(30), _time) is { } line)
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
