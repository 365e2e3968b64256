using System.Net.Sockets;
using System.Text;
using System.Threading.Channels;

namespace Estate.Adapters.Gpio;

/// <summary>One program that plays simulated pins. It may be slow: what it is to hear waits here, and only so much.</summary>
internal sealed class PinClient(Socket socket, TimeProvider time) : IDisposable
{
    internal const int MaxLineBytes = 4096;

    private const int MaxWaitingLines = 1000;

    private static readonly TimeSpan FarewellTime = TimeSpan.FromSeconds(2);

    private readonly Channel<string> _outgoing = Channel.CreateBounded<string>(new BoundedChannelOptions(MaxWaitingLines) { SingleReader = true });

    /// <summary>Never waits. A client that does not read is dropped, since it would miss what an output did.</summary>
    internal void Send(string line)
    {
        if (!_outgoing.Writer.TryWrite(line))
            Dispose();
    }

    /// <summary>Answers each line until the client goes or is dropped.</summary>
    internal async Task RunAsync(Func<string, string> answer)
    {
        var writing = WriteAsync();
        try
        {
            await ReadAsync(answer);
            _outgoing.Writer.TryComplete();
            // A client that is gone for good does not read its last answers; it must not keep its place for ever.
            await writing.WaitAsync(FarewellTime, time);
        }
        catch (Exception failure) when (IsTheEnd(failure) || failure is TimeoutException)
        {
            // Gone, or dropped.
        }
        finally
        {
            _outgoing.Writer.TryComplete();
            socket.Dispose();
        }
    }

    /// <summary>Closes the connection; <see cref="RunAsync"/> then ends.</summary>
    public void Dispose() => socket.Dispose();

    private async Task ReadAsync(Func<string, string> answer)
    {
        var buffer = new byte[MaxLineBytes + 1];
        var filled = 0;
        while (await socket.ReceiveAsync(buffer.AsMemory(filled)) is var count and > 0)
        {
            filled += count;
            var start = 0;
            for (var end = buffer.AsSpan(0, filled).IndexOf((byte)'\n'); end >= 0; end = buffer.AsSpan(start, filled - start).IndexOf((byte)'\n'))
            {
                // Its own answers it waits for: who asks a lot is slowed, not dropped.
                await _outgoing.Writer.WriteAsync(answer(Encoding.UTF8.GetString(buffer, start, end)));
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

    private async Task WriteAsync()
    {
        try
        {
            await foreach (var line in _outgoing.Reader.ReadAllAsync())
            {
                ReadOnlyMemory<byte> bytes = Encoding.UTF8.GetBytes(line + "\n");
                while (bytes.Length > 0)
                    bytes = bytes[await socket.SendAsync(bytes)..];
            }
        }
        catch (Exception failure) when (IsTheEnd(failure))
        {
            // The reading side sees the same end; lines for nobody are thrown away.
            _outgoing.Writer.TryComplete();
            socket.Dispose();
        }
    }

    private static bool IsTheEnd(Exception failure) => failure is SocketException or ObjectDisposedException or OperationCanceledException or ChannelClosedException;
}
