using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Estate.Mosquitto.Tests;

/// <summary>A bare MQTT 3.1.1 connection that can be cut without a DISCONNECT, as a power cut does.</summary>
internal sealed class ScriptedClient : IDisposable
{
    private readonly TcpClient _client;

    private ScriptedClient(TcpClient client) => _client = client;

    internal static async Task<ScriptedClient> ConnectAsync(int port, string id, (string Topic, string Payload) will)
    {
        var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, port);
        const byte cleanSessionWithWillAtQos1 = 0b0000_1110;
        byte[] body = [.. Field("MQTT"), 4, cleanSessionWithWillAtQos1, 0, 30, .. Field(id), .. Field(will.Topic), .. Field(will.Payload)];
        var stream = client.GetStream();
        await stream.WriteAsync((byte[])[0x10, (byte)body.Length, .. body]);
        await stream.ReadExactlyAsync(new byte[4]);
        return new ScriptedClient(client);
    }

    public void Dispose()
    {
        if (_client.Client is { } socket)
            socket.LingerState = new LingerOption(true, 0);
        _client.Dispose();
    }

    private static byte[] Field(string text) => [0, (byte)Encoding.UTF8.GetByteCount(text), .. Encoding.UTF8.GetBytes(text)];
}
