using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Estate.Adapters.Tests.Notify;

/// <summary>
/// What answers on a mail server's port and is no good one: a greeting, then one line for each command; hangs up at the end of them.
/// </summary>
internal sealed class ScriptedMail : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly string?[] _lines;

    /// <param name="lines">Null says nothing more and keeps the connection.</param>
    internal ScriptedMail(params string?[] lines)
    {
        _lines = lines;
        _listener.Start();
        _ = ServeAsync();
    }

    internal int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public void Dispose() => _listener.Dispose();

    private async Task ServeAsync()
    {
        try
        {
            while (true)
                await TalkAsync(await _listener.AcceptTcpClientAsync());
        }
        catch (Exception end) when (end is SocketException or ObjectDisposedException)
        {
            // Disposed.
        }
    }

    private async Task TalkAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                await using var stream = client.GetStream();
                using var reader = new StreamReader(stream, Encoding.UTF8);
                foreach (var line in _lines)
                {
                    if (line is null)
                        await reader.ReadToEndAsync();
                    else
                        await stream.WriteAsync(Encoding.ASCII.GetBytes(line + "\r\n"));
                    var isData = line?.StartsWith("354", StringComparison.Ordinal) ?? false;
                    while (await reader.ReadLineAsync() is { } heard && isData && heard != ".")
                    {
                    }
                }
            }
            catch (IOException)
            {
                // The client had enough.
            }
        }
    }
}
