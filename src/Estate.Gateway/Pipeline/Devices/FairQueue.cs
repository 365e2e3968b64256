using Estate.Domain.Devices;

namespace Estate.Gateway.Pipeline.Devices;

/// <summary>
/// Messages in front of the machine: a line for each speaker, in its order, and one message of each line in turn. Whoever says much
/// waits behind itself alone. Any thread adds, one takes.
/// </summary>
internal sealed class FairQueue
{
    internal const int MaxMessages = 20_000, MaxMessagesPerDevice = 500;
    internal const int MaxBytes = 64 * 1024 * 1024, MaxBytesPerDevice = 2 * 1024 * 1024;

    private readonly Lock _lock = new();
    private readonly Dictionary<DeviceId, Line> _lines = [];

    /// <summary>Lines with somebody in them, each once.</summary>
    private readonly Queue<Line> _turns = new();
    private volatile int _count;
    private long _bytes;

    internal int Count => _count;

    /// <param name="isUrgent">Finds room where others find none: twice as much.</param>
    internal Room Offer(DeviceId speaker, RawMessage message, bool isUrgent = false)
    {
        var more = isUrgent ? 2 : 1;
        lock (_lock)
        {
            if (_count >= MaxMessages * more || _bytes + message.Payload.Length > (long)MaxBytes * more)
                return Room.None;
            if (!_lines.TryGetValue(speaker, out var line))
                _lines.Add(speaker, line = new());
            if (line.Messages.Count >= MaxMessagesPerDevice * more || line.Bytes + message.Payload.Length > MaxBytesPerDevice * more)
                return Room.NoneInItsLine;
            if (line.Messages.Count == 0)
                _turns.Enqueue(line);
            line.Messages.Enqueue(message);
            line.Bytes += message.Payload.Length;
            _bytes += message.Payload.Length;
            _count++;
            return Room.Found;
        }
    }

    internal bool TryTake(out Inbound? message)
    {
        message = null;
        lock (_lock)
        {
            if (!_turns.TryDequeue(out var line))
                return false;
            var next = line.Messages.Dequeue();
            line.Bytes -= next.Payload.Length;
            _bytes -= next.Payload.Length;
            _count--;
            if (line.Messages.Count > 0)
                _turns.Enqueue(line);
            message = next;
            return true;
        }
    }

    private sealed class Line
    {
        internal Queue<RawMessage> Messages { get; } = new();
        internal long Bytes { get; set; }
    }
}
