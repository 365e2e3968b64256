using System.Threading.Channels;
using Estate.Gateway.Observability;

namespace Estate.Gateway.Pipeline;

/// <summary>
/// What waits in front of the machine, in two queues: wires and wake-ups pass the messages, so that a flood of these never
/// holds up an exit button.
/// </summary>
internal sealed class LoopInbox
{
    /// <summary>Beyond this messages are dropped, counted, and repeated by their devices.</summary>
    private const int MaxWaiting = 20_000;

    private const int MaxUrgent = 2_000;

    private readonly Channel<Inbound> _messages = Channel.CreateBounded<Inbound>(new BoundedChannelOptions(MaxWaiting) { SingleReader = true });
    private readonly Channel<Inbound> _urgent = Channel.CreateBounded<Inbound>(new BoundedChannelOptions(MaxUrgent) { SingleReader = true });

    internal int Count => _messages.Reader.Count + _urgent.Reader.Count;

    /// <returns>False when the queue is full and nothing was taken.</returns>
    internal bool Offer(Inbound inbound) => _messages.Writer.TryWrite(inbound) || Drop("inbox");

    internal bool OfferUrgent(Inbound inbound)
    {
        if (!_urgent.Writer.TryWrite(inbound))
            return Drop("urgent");
        // Only wakes the reader; where the queue is full, it is awake.
        _messages.Writer.TryWrite(Nothing.Instance);
        return true;
    }

    internal ValueTask WriteAsync(Inbound inbound) => _messages.Writer.WriteAsync(inbound);

    internal async IAsyncEnumerable<Inbound> ReadAllAsync([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken stop)
    {
        while (await _messages.Reader.WaitToReadAsync(stop))
            while (_urgent.Reader.TryRead(out var inbound) || _messages.Reader.TryRead(out inbound))
                if (inbound is not Nothing)
                    yield return inbound;
    }

    private static bool Drop(string queue)
    {
        GatewayMetrics.Dropped.Add(1, new KeyValuePair<string, object?>("queue", queue));
        return false;
    }

    private sealed record Nothing : Inbound
    {
        internal static readonly Nothing Instance = new();
    }
}
