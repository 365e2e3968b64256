namespace Estate.FirmwareSim;

internal sealed record OutgoingMessage(string Topic, byte[] Payload, int Qos, bool Retain);

/// <summary>What the broker has not acknowledged, oldest first. With a new connection all of it is sent again, in the same order.</summary>
internal sealed class DeviceOutbox(int capacity) : IDisposable
{
    private readonly Lock _lock = new();
    private readonly LinkedList<OutgoingMessage> _messages = [];
    private readonly SemaphoreSlim _unsent = new(0);
    private LinkedListNode<OutgoingMessage>? _next;
    private bool _isOver;

    internal int Count
    {
        get
        {
            lock (_lock)
                return _messages.Count;
        }
    }

    internal bool TryAdd(OutgoingMessage message)
    {
        lock (_lock)
        {
            if (_isOver || _messages.Count >= capacity)
                return false;
            var node = _messages.AddLast(message);
            _next ??= node;
            _unsent.Release();
        }
        return true;
    }

    internal async Task<LinkedListNode<OutgoingMessage>> TakeAsync(CancellationToken ended)
    {
        await _unsent.WaitAsync(ended);
        lock (_lock)
        {
            var node = _next!;
            _next = node.Next;
            return node;
        }
    }

    internal void Complete(LinkedListNode<OutgoingMessage> node)
    {
        lock (_lock)
            _messages.Remove(node);
    }

    /// <summary>Once nothing is under way any more.</summary>
    internal void Rewind()
    {
        lock (_lock)
        {
            var sent = 0;
            for (var node = _messages.First; node != _next; node = node!.Next)
                sent++;
            _next = _messages.First;
            if (sent > 0)
                _unsent.Release(sent);
        }
    }

    public void Dispose()
    {
        lock (_lock)
            _isOver = true;
        _unsent.Dispose();
    }
}
