using System.Security.Cryptography.X509Certificates;
using MQTTnet;
using MQTTnet.Formatter;
using MQTTnet.Protocol;

namespace Estate.Adapters.Mqtt;

/// <summary>How the gateway presents itself: its old session if there is one, MQTT 5, TLS where an authority is named.</summary>
internal static class ConnectOptions
{
    /// <summary>How many messages the broker hands over without a receipt; it is what holds back a flood of those that want one.</summary>
    private const ushort ReceiveMaximum = 1_000;

    /// <exception cref="System.Security.Cryptography.CryptographicException">The authority's file is no certificate.</exception>
    internal static MqttClientOptions From(BrokerSession session)
    {
        var options = new MqttClientOptionsBuilder()
            .WithTcpServer(session.Broker.Host, session.Broker.Port)
            .WithProtocolVersion(MqttProtocolVersion.V500)
            .WithClientId(session.ClientId)
            .WithCredentials(MqttLink.GatewayUser, session.Password)
            .WithCleanStart(false)
            .WithSessionExpiryInterval((uint)session.Expiry.TotalSeconds)
            .WithReceiveMaximum(ReceiveMaximum)
            .WithKeepAlivePeriod(TimeSpan.FromSeconds(20))
            .WithTimeout(TimeSpan.FromSeconds(10));
        if (session.WillTopic is { } will)
            options.WithWillTopic(will).WithWillPayload("offline").WithWillRetain(true).WithWillQualityOfServiceLevel(MqttQualityOfServiceLevel.AtLeastOnce);
        if (session.Broker.CaFile is { } file)
        {
            var authorities = new X509Certificate2Collection();
            authorities.ImportFromPemFile(file);
            options.WithTlsOptions(tls => tls.UseTls().WithTrustChain(authorities).WithTargetHost(session.Broker.Host).WithRevocationMode(X509RevocationMode.NoCheck));
        }
        return options.Build();
    }
}
