using Estate.Adapters.Lorawan;

namespace Estate.Gateway.Pipeline.Devices;

/// <summary>Who is asked while the loop goes on; each answer comes back to it as a message.</summary>
internal sealed class OffLoopWork(EventLookups lookups, CodecLine codecs)
{
    /// <inheritdoc cref="EventLookups.Ask"/>
    internal bool LookUp(ReceivedEvent heard) => lookups.Ask(heard);

    /// <inheritdoc cref="CodecLine.Offer(CodecUplink, RawMessage)"/>
    internal bool Decode(CodecUplink uplink, RawMessage raw) => codecs.Offer(uplink, raw);
}
