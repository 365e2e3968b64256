using Estate.Domain.Devices;
using NodaTime;

namespace Estate.Adapters.Storage;

/// <summary>Something refused, with its payload, bounded and free of card numbers.</summary>
public sealed record RejectedMessage(Instant At, string Topic, Rejection Rejection, byte[] Payload)
{
    public const int MaxPayload = 2048;
}
