using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace Estate.Adapters.Systemd;

/// <summary>Tells systemd how the service is (sd_notify(3)); says nothing where there is no systemd.</summary>
public sealed class ServiceNotifier(string? socketPath, string? watchdogMicroseconds)
{
    public static ServiceNotifier FromEnvironment() =>
        new(Environment.GetEnvironmentVariable("NOTIFY_SOCKET"), Environment.GetEnvironmentVariable("WATCHDOG_USEC"));

    /// <summary>How long systemd waits for a sign of life before it restarts the service; null: it does not watch.</summary>
    public TimeSpan? WatchdogInterval { get; } =
        long.TryParse(watchdogMicroseconds, NumberStyles.None, CultureInfo.InvariantCulture, out var microseconds) && microseconds > 0
            ? TimeSpan.FromMicroseconds(microseconds)
            : null;

    public void Ready(string status) => Send($"READY=1\nSTATUS={status}");

    public void Alive() => Send("WATCHDOG=1");

    public void Stopping() => Send("STOPPING=1");

    private void Send(string message)
    {
        if (string.IsNullOrEmpty(socketPath))
            return;
        try
        {
            using var socket = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
            // An abstract address begins with a zero byte, written as @.
            socket.SendTo(
                Encoding.UTF8.GetBytes(message), new UnixDomainSocketEndPoint(socketPath[0] == '@' ? '\0' + socketPath[1..] : socketPath));
        }
        catch (SocketException)
        {
            // systemd notices silence; that is what it watches for.
        }
    }
}
