using System.Net;
using System.Net.NetworkInformation;
using Estate.Domain.Devices;

namespace Estate.Adapters.Probing;

/// <summary>
/// Is it there? By ICMP: .NET's own where the process may open such a socket, and the program <c>ping</c> otherwise, which Debian lets
/// anybody use.
/// </summary>
public static class EchoRequest
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(2);

    /// <summary>Null where this computer lets the process ask.</summary>
    public static async Task<string?> ProblemAsync(CancellationToken stop) =>
        await AskAsync(IPAddress.Loopback.ToString(), stop) is { IsAnswered: true } ? null
            : "no echo from this computer itself: install iputils-ping, and let the service's group send echoes "
                + "(sysctl net.ipv4.ping_group_range)";

    public static async Task<ProbeResult> AskAsync(string address, CancellationToken stop)
    {
        try
        {
            using var ping = new Ping();
            var reply = await ping.SendPingAsync(address, Timeout, cancellationToken: stop);
            return reply.Status == IPStatus.Success
                ? new(ProbeProblem.None) { RoundTripMs = reply.RoundtripTime } : new(ProbeProblem.NoAnswer);
        }
        catch (Exception failure) when (failure is PingException or PlatformNotSupportedException or System.Net.Sockets.SocketException)
        {
            // A name that nobody knows, no way there, or no leave to ask: which of them, the own computer tells.
            return new(ProbeProblem.NoAnswer);
        }
    }
}
