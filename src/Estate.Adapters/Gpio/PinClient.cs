using System.Collections.Concurrent;
using System.Net.Sockets;
using System.Text;
using Estate.Adapters.Threads;

namespace Estate.Adapters.Gpio;

/// <summary>
/// One program that plays simulated pins, on threads of its own as real wires are. It may be slow: what it is to hear waits here, and
/// only so much.
/// </summary>
internal sealed class PinClient(Socket socket, TimeProvider time) : IDisposable
{
    internal const int MaxLineBytes = 4096;

    private const int MaxWaitingLines = 1000;

    private static readonly TimeSpan FarewellTime = TimeSpan.FromSeconds(2);

    private readonly BlockingCollection<string> _outgoing = new(MaxWaitingLines);

    /// <summary>Never waits. A client that does not read is dropped, since it would miss what an output did.</summary>
    internal void Send(string line)
    {
        try
        {
            if (!_outgoing.TryAdd(line))
                Dispose();
        }
        catch (InvalidOperationException)
        {
            // It is going already.
            Dispose();
        }
    }

    /// <summary>Answers each line until the client goes or is dropped.</summary>
    internal async Task RunAsync(Func<string, string> answer)
    {
        var writing = NiceThread.RunAsync(NiceThread.Urgent, Write);
        try
        {
            await NiceThread.RunAsync(NiceThread.Urgent, () => Read(answer));
            _outgoing.CompleteAdding();
            // A client that is gone for good does not read its last answers; it must not keep its place for ever.
            await writing.WaitAsync(FarewellTime, time);
        }
        catch (Exception failure) when (IsTheEnd(failure) || failure is TimeoutException)
        {
            // Gone, or dropped.
        }
        finally
        {
            _outgoing.CompleteAdding();
            socket.Dispose();
        }
    }

    /// <summary>Closes the connection; <see cref="RunAsync"/> then ends.</summary>
    public void Dispose() => socket.Dispose();

    private void Read(Func<string, string> answer)
    {
        var buffer = new byte[MaxLineBytes + 1];
        var filled = 0;
        while (socket.Receive(buffer, filled, buffer.Length - filled, SocketFlags.None) is var count and > 0)
        {
            filled += count;
            var start = 0;
            for (var end = buffer.AsSpan(0, filled).IndexOf((byte)'\n'); end >= 0; end = buffer.AsSpan(start, filled - start)
                .IndexOf((byte)'\n'))
            {
                // Its own answers it waits for: who asks a lot is slowed, not dropped.
                _outgoing.Add(answer(Encoding.UTF8.GetString(buffer, start, end)));
                start += end + 1;
            }
            buffer.AsSpan(start, filled - start).CopyTo(buffer);
            filled -= start;
            if (filled == buffer.Length)
            {
                Send($"error a line has at most {MaxLineBytes} bytes; goodbye");
                return;
            }
        }
    }

    private void Write()
    {
        try
        {
            foreach (var line in _outgoing.GetConsumingEnumerable())
                socket.Send(Encoding.UTF8.GetBytes(line + "\n"));
        }
        catch (Exception failure) when (IsTheEnd(failure))
        {
            // The reading side sees the same end; lines for nobody are thrown away.
            _outgoing.CompleteAdding();
            socket.Dispose();
        }
    }

    private bool IsTheEnd(Exception failure) =>
        failure is SocketException or ObjectDisposedException || (failure is InvalidOperationException && _outgoing.IsAddingCompleted);
}
