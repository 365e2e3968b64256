using MQTTnet;
using MQTTnet.Formatter;
using MQTTnet.Protocol;

namespace Estate.Adapters.Mqtt;

/// <summary>How the gateway presents itself: its old session if there is one, in MQTT 5.</summary>
internal static class ConnectOptions
{
    /// <summary>How many messages the broker hands over without a receipt; it is what holds back a flood of those that want one.</summary>
    private const ushort ReceiveMaximum = 1_000;

    internal static MqttClientOptions From(BrokerSession session, BrokerStreamProvider door)
    {
        var options = new MqttClientOptionsBuilder()
            .WithTcpServer(session.Broker.Host, session.Broker.Port)
            .WithStreamProvider(door)
            .WithProtocolVersion(MqttProtocolVersion.V500)
            .WithClientId(session.ClientId)
            .WithCleanStart(session.Expiry == TimeSpan.Zero)
            .WithSessionExpiryInterval((uint)session.Expiry.TotalSeconds)
            .WithReceiveMaximum(ReceiveMaximum)
            .WithMaximumPacketSize(BrokerStreamProvider.MaxPacket)
            .WithKeepAlivePeriod(TimeSpan.FromSeconds(20))
            .WithTimeout(TimeSpan.FromSeconds(10));
        // Who shows a certificate is who it says.
        if (session.Certificate is null)
            options.WithCredentials(session.User, session.Password);
        if (session.WillTopic is { } will)
            options.WithWillTopic(will).WithWillPayload("offline").WithWillRetain(true)
                .WithWillQualityOfServiceLevel(MqttQualityOfServiceLevel.AtLeastOnce);
        return options.Build();
    }
}
