using System.Threading.Channels;
using Estate.Adapters.Mqtt;
using Estate.Domain.Devices;
using Estate.Gateway.Observability;
using Estate.Gateway.Pipeline.Devices;

namespace Estate.Gateway.Pipeline;

/// <summary>
/// What waits in front of the machine: wires and orders first of all; then devices' messages, one of each device in turn, and what the
/// gateway itself has to ask or say, turn by turn, so that neither waits behind a flood of the other. One reader, who sleeps while there is
/// nothing.
/// </summary>
internal sealed class LoopInbox(MessageDecoder decoder, Triage triage, Budgets budgets, GatewayMetrics metrics) : IDisposable
{
    private const int MaxUrgent = 2_000;

    /// <summary>Few, so that a look at the machine does not wait behind long rows of answers from the store.</summary>
    private const int MaxOwn = 200;

    private readonly FairQueue _messages = new();
    private readonly Channel<Inbound> _own = Channel.CreateBounded<Inbound>(new BoundedChannelOptions(MaxOwn) { SingleReader = true });
    private readonly Channel<Inbound> _urgent = Channel.CreateBounded<Inbound>(
        new BoundedChannelOptions(MaxUrgent) { SingleReader = true });

    // No spinning: on a computer with one core it would keep the writer from writing.
    private readonly ManualResetEventSlim _filled = new(initialState: false, spinCount: 0);
    private bool _isOwnTurn;

    internal GatewayMetrics Metrics => metrics;

    internal int Count => _messages.Count + _own.Reader.Count + _urgent.Reader.Count;

    /// <summary>
    /// One call at a time. What a device says beyond its budget, or its line, is counted and forgotten, but for what is urgent and for a
    /// reading now and then.
    /// </summary>
    /// <returns>False where there is no room at all: the broker is to bring it again.</returns>
    internal bool Offer(RawMessage message)
    {
        var speaker = decoder.SpeakerOf(message.Topic);
        var hasTurn = budgets.TrySpendTurn(speaker, message.Payload.Length);
        var room = hasTurn ? _messages.Offer(speaker, message) : Room.NoneInItsLine;
        if (room != Room.Found && IsTakenYet(speaker, message, hasTurn))
            room = _messages.Offer(speaker, message with { IsBeyondBudget = !hasTurn }, isUrgent: true);
        if (room == Room.Found)
        {
            Wake();
            return true;
        }
        Drop(!hasTurn ? "turns" : room == Room.None ? "inbox" : "line");
        if (room == Room.None)
            return false;
        // It would keep the broker from handing over what others say. An event is not acknowledged, so its device brings it again.
        message.Receipt?.Invoke();
        return true;
    }

    /// <returns>False when the queue is full and nothing was taken.</returns>
    internal bool Offer(SignalMessage said) => Offer(_own, said, "own");

    /// <inheritdoc cref="Offer(SignalMessage)"/>
    internal bool Offer(RefusedOrder refused) => Offer(_own, refused, "own");

    internal bool OfferUrgent(Inbound inbound) => Offer(_urgent, inbound, "urgent");

    /// <summary>Ahead of all messages while there is room, in turn with them otherwise.</summary>
    internal ValueTask WriteUrgentAsync(Inbound inbound) => OfferUrgent(inbound) ? ValueTask.CompletedTask : WriteAsync(inbound);

    /// <summary>Waits for room.</summary>
    internal async ValueTask WriteAsync(Inbound inbound, CancellationToken stop = default)
    {
        await _own.Writer.WriteAsync(inbound, stop);
        Wake();
    }

    internal bool TryTake(out Inbound? inbound)
    {
        if (_urgent.Reader.TryRead(out inbound))
            return true;
        _isOwnTurn = !_isOwnTurn;
        return _isOwnTurn
            ? _own.Reader.TryRead(out inbound) || _messages.TryTake(out inbound)
            : _messages.TryTake(out inbound) || _own.Reader.TryRead(out inbound);
    }

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

    private bool IsTakenYet(DeviceId speaker, RawMessage message, bool hasTurn)
    {
        var isLook = !hasTurn && budgets.TrySample(speaker);
        if (!isLook && !triage.MayBeUrgent(message.Topic, message.Payload))
            return false;
        var worth = triage.Classify(message.Topic, message.Payload, message.IsRetained, message.At);
        if (isLook && worth == MessageValue.Reading)
            budgets.MarkSampled(speaker);
        return worth == MessageValue.Safety || (isLook && worth == MessageValue.Reading);
    }

    private bool Offer(Channel<Inbound> queue, Inbound inbound, string name)
    {
        if (!queue.Writer.TryWrite(inbound))
        {
            Drop(name);
            return false;
        }
        Wake();
        return true;
    }

    private void Drop(string queue) => metrics.Dropped.Add(1, new KeyValuePair<string, object?>("queue", queue));
}
