using Estate.Adapters.Codecs;
using Estate.Adapters.Lorawan;
using Estate.Adapters.Mqtt;
using Estate.Domain.Devices;

namespace Estate.Gateway.Pipeline.Devices;

/// <summary>
/// What the gateway says to devices: acknowledgements and orders; those of radio devices by way of their makers' codecs and their network
/// server, away from the caller's thread. Any thread.
/// </summary>
internal sealed class DeviceSender(
    MqttLink link, MessageDecoder decoder, CodecLine codecs, OrderRefusals refusals, GatewayClock clock)
{
    /// <returns>False when nothing was taken; what needs an answer comes again.</returns>
    internal bool Acknowledge(DeviceId device, byte[] payload) => link.Send(device, TopicChannel.Ack, payload);

    /// <returns>False when nothing was taken.</returns>
    internal bool Send(Command command)
    {
        if (decoder.Network?.Orders is not { } radio || !radio.IsFor(command.Device))
            return link.Send(command);
        if (radio.Of(command, out var problem) is { } order)
            problem = codecs.Offer(order, result => Send(order, result)) ? null
                : $"{codecs.Waiting} messages wait for makers' codecs already";
        if (problem is not null)
            refusals.Refuse(command, problem);
        return true;
    }

    /// <summary>On the codecs' thread, which an error must not end.</summary>
    private void Send(CodecOrder order, CodecResult result)
    {
        var command = order.Command;
        try
        {
            if (clock.Now >= command.ExpiresAt)
                refusals.Refuse(command, "it expired before its codec had written it");
            else if (order.Write(result, out var problem) is not { } downlink)
                refusals.Refuse(command, $"codec {order.Codec.Name}: {problem}");
            else if (link.Send(downlink, command))
                refusals.Forget(command);
            else
                refusals.Refuse(command, "the broker takes nothing");
        }
        catch (Exception failure) when (failure is ArgumentException or InvalidOperationException or FormatException)
        {
            refusals.Refuse(command, failure.Message);
        }
    }
}
