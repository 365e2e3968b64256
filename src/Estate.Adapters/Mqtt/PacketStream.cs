using System.Buffers;
using System.Net.Sockets;

namespace Estate.Adapters.Mqtt;

/// <summary>
/// The bytes of one connection in few calls: it reads ahead, and sends in one call all that was written while the last was under
/// way, or while somebody held it. Closing it sends what still waits. For one reader at a time and writers from any thread.
/// </summary>
internal sealed class PacketStream(Stream inner, PacketBounds bounds) : Stream
{
    private const int ReadAhead = 32 * 1024;

    /// <summary>Beyond it who writes waits until the broker has taken some.</summary>
    private const int MaxWaiting = 256 * 1024;

    private static readonly TimeSpan LastWords = TimeSpan.FromSeconds(2);

    private readonly byte[] _ahead = new byte[ReadAhead];
    private readonly Lock _lock = new();
    private readonly CancellationTokenSource _over = new();
    private int _start;
    private int _end;
    private ArrayBufferWriter<byte> _waiting = new();
    private ArrayBufferWriter<byte> _underWay = new();
    private TaskCompletionSource? _room;
    private bool _isSending;
    private int _holders;
    private bool _isClosed;
    private volatile string? _trouble;

    /// <summary>Why it is over, in words; null while it is not, or where we closed it.</summary>
    internal string? Trouble => _trouble;

    public override bool CanRead => true;
    public override bool CanWrite => true;
    public override bool CanSeek => false;
    public override long Length => throw new NotSupportedException();
    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        _start < _end ? new(HandOut(buffer.Span)) : FillAsync(buffer, cancellationToken);

    /// <summary>Takes the bytes; an error of sending comes with the next call, and ends the reading.</summary>
    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        Task? room = null;
        lock (_lock)
        {
            if (_isClosed)
                throw new IOException(_trouble ?? "the connection is closed");
            _waiting.Write(buffer.Span);
            if (_waiting.WrittenCount >= MaxWaiting)
                room = (_room ??= new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
            // Who waits for room must not wait for somebody who holds it.
            if (_holders == 0 || room is not null)
                BeginSending();
        }
        return room is null ? default : new(room.WaitAsync(cancellationToken));
    }

    /// <summary>What is written from now on goes out together, when the last who holds it lets go; much goes out earlier.</summary>
    internal Held Hold()
    {
        lock (_lock)
            _holders++;
        return new(this);
    }

    private void LetGo()
    {
        lock (_lock)
            if (--_holders == 0 && !_isClosed && _waiting.WrittenCount > 0)
                BeginSending();
    }

    /// <summary>With the lock.</summary>
    private void BeginSending()
    {
        if (!_isSending)
            _ = Task.Run(SendAsync, CancellationToken.None);
        _isSending = true;
    }

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            Close(null);
        base.Dispose(disposing);
    }

    private int HandOut(Span<byte> buffer)
    {
        var count = Math.Min(buffer.Length, _end - _start);
        _ahead.AsSpan(_start, count).CopyTo(buffer);
        _start += count;
        return count;
    }

    private async ValueTask<int> FillAsync(Memory<byte> buffer, CancellationToken stop)
    {
        try
        {
            var count = await inner.ReadAsync(_ahead, stop);
            bounds.Follow(_ahead.AsSpan(0, count));
            (_start, _end) = (0, count);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            Close(Words(failure));
            throw;
        }
        if (_end == 0)
            Close("the broker ended the connection" + (bounds.IsBetweenPackets ? "" : " in the middle of a message"));
        return HandOut(buffer.Span);
    }

    private async Task SendAsync()
    {
        try
        {
            while (TryTake(out var bytes))
                await inner.WriteAsync(bytes, _over.Token);
        }
        catch (Exception failure)
        {
            Close(Words(failure));
            lock (_lock)
                _isSending = false;
        }
        await EndAsync();
    }

    private bool TryTake(out ReadOnlyMemory<byte> bytes)
    {
        lock (_lock)
        {
            bytes = default;
            if (_holders > 0 && _room is null && !_isClosed)
                return _isSending = false;
            _underWay.ResetWrittenCount();
            (_waiting, _underWay) = (_underWay, _waiting);
            _room?.TrySetResult();
            _room = null;
            bytes = _underWay.WrittenMemory;
            return _isSending = !bytes.IsEmpty;
        }
    }

    /// <param name="trouble">Null: as we wish, with last words.</param>
    private void Close(string? trouble)
    {
        lock (_lock)
        {
            if (_isClosed)
                return;
            (_isClosed, _trouble) = (true, trouble);
            if (trouble is null && _waiting.WrittenCount > 0)
                BeginSending();
            if (trouble is null && _isSending)
                _over.CancelAfter(LastWords);
            else
                _ = _over.CancelAsync();
            _room?.TrySetException(new IOException(_trouble ?? "the connection is closed"));
            _room = null;
        }
        _ = EndAsync();
    }

    /// <summary>Once it is closed and nothing is under way.</summary>
    private async Task EndAsync()
    {
        lock (_lock)
            if (!_isClosed || _isSending)
                return;
        await inner.DisposeAsync();
        _over.Dispose();
    }

    internal readonly struct Held(PacketStream stream) : IDisposable
    {
        public void Dispose() => stream.LetGo();
    }

    private static string Words(Exception failure) => failure.GetBaseException() switch
    {
        SocketException { SocketErrorCode: SocketError.ConnectionReset } => "the broker cut the connection",
        // Without the address behind it, which the caller has.
        SocketException socket => new SocketException((int)socket.SocketErrorCode).Message,
        var other => other.Message,
    };
}
