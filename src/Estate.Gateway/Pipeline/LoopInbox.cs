using System.Threading.Channels;
using Estate.Gateway.Observability;

namespace Estate.Gateway.Pipeline;

/// <summary>
/// What waits in front of the machine, in two queues: wires pass the messages, so that a flood of these never holds up an
/// exit button. One reader, who sleeps while there is nothing.
/// </summary>
internal sealed class LoopInbox(GatewayMetrics metrics) : IDisposable
{
    /// <summary>Beyond this messages are dropped, counted, and repeated by their devices.</summary>
    private const int MaxWaiting = 20_000;

    private const int MaxUrgent = 2_000;

    private readonly Channel<Inbound> _messages = Channel.CreateBounded<Inbound>(new BoundedChannelOptions(MaxWaiting) { SingleReader = true });
    private readonly Channel<Inbound> _urgent = Channel.CreateBounded<Inbound>(new BoundedChannelOptions(MaxUrgent) { SingleReader = true });

    // No spinning: on a computer with one core it would keep the writer from writing.
    private readonly ManualResetEventSlim _filled = new(initialState: false, spinCount: 0);

    internal int Count => _messages.Reader.Count + _urgent.Reader.Count;

    /// <returns>False when the queue is full and nothing was taken.</returns>
    internal bool Offer(Inbound inbound) => Offer(_messages, inbound, "inbox");

    internal bool OfferUrgent(Inbound inbound) => Offer(_urgent, inbound, "urgent");

    /// <summary>Ahead of all messages while there is room, among them otherwise.</summary>
    internal ValueTask WriteUrgentAsync(Inbound inbound) => OfferUrgent(inbound) ? ValueTask.CompletedTask : WriteAsync(inbound);

    /// <summary>Waits for room.</summary>
    internal async ValueTask WriteAsync(Inbound inbound, CancellationToken stop = default)
    {
        await _messages.Writer.WriteAsync(inbound, stop);
        Wake();
    }

    internal bool TryTake(out Inbound? inbound) => _urgent.Reader.TryRead(out inbound) || _messages.Reader.TryRead(out inbound);

    /// <summary>Until something comes, somebody wakes, or the time is over. May return for nothing.</summary>
    internal void Wait(TimeSpan atMost)
    {
        _filled.Reset();
        // What came before the reset must not be slept over.
        if (Count == 0 && atMost > TimeSpan.Zero)
            _filled.Wait(TimeSpan.FromMilliseconds(Math.Ceiling(atMost.TotalMilliseconds)));
    }

    internal void Wake()
    {
        if (!_filled.IsSet)
            _filled.Set();
    }

    public void Dispose() => _filled.Dispose();

    private bool Offer(Channel<Inbound> queue, Inbound inbound, string name)
    {
        if (!queue.Writer.TryWrite(inbound))
        {
            metrics.Dropped.Add(1, new KeyValuePair<string, object?>("queue", name));
            return false;
        }
        Wake();
        return true;
    }
}
