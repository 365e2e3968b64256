using Estate.Adapters.Codecs;
using Estate.Adapters.Lorawan;
using Estate.Adapters.Storage;
using Estate.Domain.Devices;
using NodaTime;

namespace Estate.Gateway.Pipeline;

/// <summary>What waits in front of the machine.</summary>
internal abstract record Inbound;

/// <param name="Receipt">Tells the broker that it need not bring this again; null where it knows.</param>
internal sealed record RawMessage(string Topic, byte[] Payload, bool IsRetained, Instant At, Action? Receipt = null) : Inbound
{
    /// <summary>As much of the payload as a refusal keeps: messages may be large, and many wait for a disk that stands still.</summary>
    internal byte[] Beginning => Payload.Length <= RejectedMessage.MaxPayload ? Payload : Payload[..RejectedMessage.MaxPayload];

    /// <summary>How long, at most, the broker may have kept it.</summary>
    internal Duration Held { get; init; }

    /// <summary>Its device says too much: readings are acted on, and events that are urgent; none is taken in.</summary>
    internal bool IsBeyondBudget { get; init; }
}

internal sealed record SignalMessage(Signal Signal) : Inbound;

/// <summary>A request whose answer somebody waits for; it comes once the outcome is durable.</summary>
internal sealed record RequestMessage(IRequest Request, string By, TaskCompletionSource<Answer> Answer) : Inbound;

/// <summary>A look at the machine from its own thread.</summary>
internal sealed record Inspection(Action Run) : Inbound
{
    /// <summary>Hands over what was seen, or the error.</summary>
    internal static Inspection Of<T>(Func<T> look, TaskCompletionSource<T> seen) => new(() =>
    {
        try
        {
            seen.SetResult(look());
        }
        catch (Exception failure)
        {
            seen.SetException(failure);
            throw;
        }
    });
}

/// <summary>An event and the message it came in; as much of it as a refusal would keep.</summary>
internal sealed record ReceivedEvent(DeviceEvent Event, string Topic, byte[] Payload);

/// <summary>An event whose id may have been used, now that the store was asked: its hash and answer there, or null.</summary>
internal sealed record LookupResult(ReceivedEvent Event, (ulong Hash, byte[] Answer)? Known) : Inbound
{
    /// <summary>False where the store could not be asked; the event is not taken.</summary>
    internal bool IsAnswered { get; init; } = true;
}

/// <summary>An order that could not be said to its device.</summary>
internal sealed record RefusedOrder(Command Command, Rejection Rejection, Instant At) : Inbound;

/// <summary>What a maker's codec made of an uplink, and the message it came in; as much of it as a refusal would keep.</summary>
internal sealed record DecodedUplink(CodecUplink Uplink, CodecResult Result, string Topic, byte[] Payload) : Inbound;
