using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using Estate.Adapters.Tls;
using MQTTnet.Channel;

namespace Estate.Adapters.Mqtt;

/// <summary>
/// Reaches the broker for MQTTnet, over TLS where an authority is named: above it, so that what goes out together is one record.
/// </summary>
internal sealed class BrokerStreamProvider(BrokerSession session) : IMqttClientStreamProvider
{
    /// <summary>Bytes: many times what a device may send; announced to the broker, which holds back anything larger.</summary>
    internal const int MaxPacket = 1024 * 1024;

    /// <summary>Null until it was reached.</summary>
    internal PacketStream? Stream { get; private set; }

    public async Task<Stream> ConnectAsync(EndPoint brokerEndPoint, CancellationToken cancellationToken)
    {
        // Small messages that wait for the next acknowledgement would cost a resident 40 ms each way.
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(brokerEndPoint, cancellationToken);
            var plain = new NetworkStream(socket, ownsSocket: true);
            var stream = session.Broker.CaFile is { } file ? await SecureAsync(plain, file, cancellationToken) : plain;
            return Stream = new(stream, new PacketBounds(MaxPacket));
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private async Task<Stream> SecureAsync(NetworkStream plain, string caFile, CancellationToken stop)
    {
        var policy = CertificateAuthority.PolicyOf(caFile);
        var secure = new SslStream(plain);
        await secure.AuthenticateAsClientAsync(new SslClientAuthenticationOptions
        {
            TargetHost = session.Broker.Host,
            CertificateChainPolicy = policy,
            ClientCertificates = session.Certificate is { } own ? [X509Certificate2.CreateFromPemFile(own.File, own.KeyFile)] : null,
        }, stop);
        return secure;
    }
}
