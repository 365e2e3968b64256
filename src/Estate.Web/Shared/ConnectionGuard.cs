using System.Net;
using System.Net.Sockets;
using Estate.Gateway;
using Estate.Gateway.Observability;
using Estate.Gateway.Pipeline;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Estate.Web.Shared;

/// <summary>
/// How many connections one address may hold, and all together: whoever opens some hundreds and says nothing must not shut out
/// everybody else. What is too much is closed and counted, not logged one by one.
/// </summary>
internal sealed partial class ConnectionGuard(GatewayMetrics metrics, GatewayClock clock, ILogger<ConnectionGuard> log)
{
    /// <summary>Of the network: a process has 1,024 handles unless it is given more, and this one needs 260 itself.</summary>
    internal const int MaxConnections = 600;

    /// <summary>
    /// The phones of a household, or an office, behind one router; fewer while many come (<see cref="ConnectionShares"/>).
    /// </summary>
    internal const int MaxPerAddress = 64;

    /// <summary>Over the socket file, whatever the network does.</summary>
    internal const int MaxOwn = 50;

    private const int LongestLine = 16 * 1024;

    /// <summary>A Unix socket's path is no longer than this.</summary>
    private const int LongestPath = 107;

    private static readonly TimeSpan SaidAgainAfter = TimeSpan.FromMinutes(1);

    private readonly ConnectionShares _network = new(MaxConnections, MaxPerAddress);
    private readonly ConnectionShares _own = new(MaxOwn, MaxOwn);

    private long _said;

    /// <summary>Where the gateway listens for this computer alone; empty where the path is too long for a socket.</summary>
    internal static string OwnUrl(string path)
    {
        // Left by a gateway that was killed; nobody else has the data folder now.
        File.Delete(path);
        return path.Length <= LongestPath ? $";http://unix:{path}" : "";
    }

    /// <param name="patience">With who says nothing, or not all of it.</param>
    internal static void Configure(KestrelServerOptions server, ConnectionPatience patience)
    {
        server.Limits.MaxRequestBodySize = RequestResults.MaxBody;
        // Longer than any address may be: whoever sends more than that is told so, up to this.
        server.Limits.MaxRequestLineSize = LongestLine;
        (server.Limits.KeepAliveTimeout, server.Limits.RequestHeadersTimeout) = (patience.Idle, patience.HalfSent);
        server.ConfigureEndpointDefaults(endpoint => endpoint.Use(server.ApplicationServices.GetRequiredService<ConnectionGuard>().Admit));
    }

    /// <summary>A home has one IPv4 address, or a whole /64 of IPv6.</summary>
    internal static string NetworkOf(IPAddress? address) => address switch
    {
        null => "",
        { AddressFamily: AddressFamily.InterNetworkV6, IsIPv4MappedToIPv6: false } => Convert.ToHexString(address.GetAddressBytes()[..8]),
        _ => address.MapToIPv4().ToString(),
    };

    /// <summary>This computer's own address, also as a socket for both protocols writes it: a proxy here brings everybody.</summary>
    internal static bool IsOwn(IPAddress address) =>
        address.Equals(IPAddress.IPv6Loopback)
        || (address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address).Equals(IPAddress.Loopback);

    private ConnectionDelegate Admit(ConnectionDelegate next) => async connection =>
    {
        var (shares, network) = SharesOf(connection.RemoteEndPoint);
        if (!shares.TryTake(network))
        {
            Refuse(connection);
            return;
        }
        try
        {
            await next(connection);
        }
        finally
        {
            shares.GiveBack(network);
        }
    };

    private void Refuse(ConnectionContext connection)
    {
        metrics.RefusedConnections.Add(1);
        connection.Abort();
        var (said, now) = (Interlocked.Read(ref _said), clock.Time.GetTimestamp());
        if ((said == 0 || clock.Time.GetElapsedTime(said) > SaidAgainAfter) && Interlocked.CompareExchange(ref _said, now, said) == said)
            LogRefused(MaxPerAddress, MaxConnections);
    }

    /// <summary>This computer's own address has no share.</summary>
    private (ConnectionShares Shares, string? Network) SharesOf(EndPoint? from) => from switch
    {
        IPEndPoint { Address: var ip } when IsOwn(ip) => (_network, null),
        IPEndPoint ip => (_network, NetworkOf(ip.Address)),
        _ => (_own, null),
    };

    [LoggerMessage(Level = LogLevel.Warning,
        Message = "Connections are refused: an address may hold {PerAddress}, all {Total}. The next are only counted "
            + "(estate_connections_refused_total)")]
    private partial void LogRefused(int perAddress, int total);
}
