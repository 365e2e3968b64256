namespace Estate.Adapters.Tests.Mqtt;

/// <summary>A connection that hands out its bytes at once, and whose sends end when the test lets them.</summary>
internal sealed class SlowStream(byte[] bytes) : Stream
{
    private readonly TaskCompletionSource _gate = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<byte> _sent = [];
    private int _position;
    private int _atOnce;

    internal int Reads { get; private set; }
    internal int Writes { get; private set; }
    internal int MostAtOnce { get; private set; }
    internal volatile bool IsDisposed;
    internal bool EndsAfterwards { get; init; }
    internal Exception? Failure { get; init; }

    internal IReadOnlyList<byte> Sent
    {
        get
        {
            lock (_sent)
                return [.. _sent];
        }
    }

    public override bool CanRead => true;
    public override bool CanWrite => true;
    public override bool CanSeek => false;
    public override long Length => throw new NotSupportedException();
    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    internal void LetGo() => _gate.TrySetResult();

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        Reads++;
        if (_position == bytes.Length && !EndsAfterwards)
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
        var count = Math.Min(buffer.Length, bytes.Length - _position);
        bytes.AsMemory(_position, count).CopyTo(buffer);
        _position += count;
        return count;
    }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        MostAtOnce = Math.Max(MostAtOnce, Interlocked.Increment(ref _atOnce));
        Writes++;
        await _gate.Task.WaitAsync(cancellationToken);
        await Task.Yield();
        cancellationToken.ThrowIfCancellationRequested();
        if (Failure is not null)
            throw Failure;
        lock (_sent)
            _sent.AddRange(buffer.Span);
        Interlocked.Decrement(ref _atOnce);
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
        IsDisposed = true;
        base.Dispose(disposing);
    }
}
