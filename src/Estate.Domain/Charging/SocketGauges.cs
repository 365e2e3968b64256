using System.Globalization;
using Estate.Domain.Devices;

namespace Estate.Domain.Charging;

/// <summary>Current sensors on the gateway's own buses, one a socket: terminals current-1 to current-20.</summary>
internal static class SocketGauges
{
    /// <summary>A sensor's zero is off by so much; a current that flows back is more.</summary>
    private const double ZeroErrorA = 0.1;

    private const string Prefix = "current-";

    internal static IReadOnlyDictionary<string, Gauge> All { get; } = Enumerable.Range(1, ChargerReading.MaxSockets)
        .ToDictionary(NameOf, socket => new Gauge(Gauge.Ampere, amperes => Read(socket, amperes)));

    /// <summary>A wired terminal of a socket that the charger does not have.</summary>
    internal static string? Beyond(IEnumerable<string> wires, int sockets) =>
        wires.Intersect(Enumerable.Range(sockets + 1, ChargerReading.MaxSockets - sockets).Select(NameOf)).FirstOrDefault();

    private static string NameOf(int socket) => Prefix + socket.ToString(CultureInfo.InvariantCulture);

    private static BoardSnapshot Read(int socket, double? amperes) =>
        new([new SocketReading(socket) { CurrentA = amperes is < 0 and >= -ZeroErrorA ? 0 : amperes }]);
}
