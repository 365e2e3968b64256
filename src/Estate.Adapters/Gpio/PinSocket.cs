using System.Net.Sockets;

namespace Estate.Adapters.Gpio;

/// <summary>
/// The Unix socket where simulated pins are played. Newcomers first get the standing line of each output, so that
/// whenever they come, they know all outputs.
/// </summary>
internal sealed class PinSocket(string path, Func<string, string> answer, TimeProvider time) : IDisposable
{
    internal const int MaxClients = 8;

    private readonly Lock _lock = new();
    private readonly List<PinClient> _clients = [];
    private readonly Dictionary<string, string> _standing = [];
    private Socket? _listener;
    private bool _isDisposed;

    /// <summary>Null when it listens (now or already); otherwise why not and what to do.</summary>
    internal string? TryListen()
    {
        lock (_lock)
        {
            if (_listener is not null || _isDisposed)
                return null;
            var problem = PinSocketFile.Open(path, out _listener);
            if (_listener is { } listener)
                _ = Task.Run(() => AcceptAsync(listener));
            return problem;
        }
    }

    /// <summary>Tells all clients, and later ones, unless it is what they know.</summary>
    internal void Announce(string name, string line)
    {
        lock (_lock)
        {
            if (_standing.TryGetValue(name, out var known) && known == line)
                return;
            _standing[name] = line;
            foreach (var client in _clients.ToArray())
                client.Send(line);
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            if (_isDisposed)
                return;
            _isDisposed = true;
            // .NET removes the file of a socket that it bound.
            _listener?.Dispose();
            Array.ForEach([.. _clients], client => client.Dispose());
        }
    }

    private async Task AcceptAsync(Socket listener)
    {
        while (true)
        {
            try
            {
                Welcome(await listener.AcceptAsync());
            }
            catch (SocketException) when (!_isDisposed)
            {
                // A client that was gone before it was taken.
            }
            catch (Exception failure) when (failure is SocketException or ObjectDisposedException)
            {
                return;
            }
        }
    }

    private void Welcome(Socket socket)
    {
        var client = new PinClient(socket, time);
        lock (_lock)
        {
            if (_isDisposed || _clients.Count >= MaxClients)
            {
                client.Send($"error there are {MaxClients} clients already; end one of them");
                _ = client.RunAsync(_ => "error goodbye");
                socket.Shutdown(SocketShutdown.Receive);
                return;
            }
            _clients.Add(client);
            if (_standing.Count > 0)
                client.Send(string.Join('\n', _standing.Values));
        }
        _ = ServeAsync(client);
    }

    private async Task ServeAsync(PinClient client)
    {
        try
        {
            await client.RunAsync(answer);
        }
        finally
        {
            lock (_lock)
                _clients.Remove(client);
        }
    }
}
