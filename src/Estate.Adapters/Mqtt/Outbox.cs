using System.Diagnostics.CodeAnalysis;

namespace Estate.Adapters.Mqtt;

/// <summary>
/// What the broker has not acknowledged, oldest first, over all connections. Bounded: more are refused. A connection that ends
/// leaves what was under way to the next, in the same order; the broker may then see a message twice.
/// </summary>
internal sealed class Outbox(int capacity, TimeProvider time) : IDisposable
{
    private readonly Lock _lock = new();
    private readonly SemaphoreSlim _available = new(0);
    private readonly LinkedList<Outgoing> _underWay = [];
    private Queue<Outgoing> _waiting = new();
    private bool _isClosed;

    internal int Count
    {
        get
        {
            lock (_lock)
                return _underWay.Count + _waiting.Count;
        }
    }

    /// <summary>How long the oldest that is under way waits for the broker; zero where none is.</summary>
    internal TimeSpan Overdue
    {
        get
        {
            lock (_lock)
                return _underWay.First is { Value: var oldest } ? time.GetElapsedTime(oldest.TakenAt) : TimeSpan.Zero;
        }
    }

    internal bool TryAdd(Outgoing message)
    {
        lock (_lock)
        {
            if (_isClosed || _underWay.Count + _waiting.Count >= capacity)
                return false;
            _waiting.Enqueue(message);
            _available.Release();
            return true;
        }
    }

    internal async Task<Outgoing> TakeAsync(CancellationToken ended)
    {
        await _available.WaitAsync(ended);
        return Take();
    }

    /// <summary>Without waiting for one.</summary>
    internal bool TryTake([NotNullWhen(true)] out Outgoing? message)
    {
        message = _available.Wait(0) ? Take() : null;
        return message is not null;
    }

    private Outgoing Take()
    {
        lock (_lock)
        {
            var message = _waiting.Dequeue();
            message.TakenAt = time.GetTimestamp();
            _underWay.AddLast(message);
            return message;
        }
    }

    internal void Complete(Outgoing message)
    {
        lock (_lock)
            _underWay.Remove(message);
    }

    /// <summary>For a new connection, once nothing of the old one is under way any more.</summary>
    internal void BringBack()
    {
        int count;
        lock (_lock)
        {
            count = _underWay.Count;
            if (count == 0)
                return;
            _waiting = new(_underWay.Concat(_waiting));
            _underWay.Clear();
        }
        _available.Release(count);
    }

    /// <summary>Others may still have something to say; it is refused.</summary>
    public void Dispose()
    {
        lock (_lock)
            _isClosed = true;
        _available.Dispose();
    }
}
