using System.Net;
using System.Text.RegularExpressions;
using Estate.Domain.Devices;

namespace Estate.Adapters.Probing;

/// <summary>A device that is asked over the network: by an echo (ICMP), or by its agent (SNMP).</summary>
/// <param name="Access">Whom the agent believes; null: it is only asked for an echo.</param>
public sealed partial record ProbeTarget(DeviceId Device, string Address, TimeSpan Every, SnmpAccess? Access)
{
    private const int LongestOid = 300;
    private static readonly string[] Ways = ["icmp", "snmp"], OfAgents = ["access", "port", "uplink", "clients"];

    public int Port { get; private init; } = 161;

    /// <summary>The interface through which it is connected, by its number (ifIndex); null: none is asked for.</summary>
    public int? Uplink { get; private init; }

    /// <summary>Where the agent says how many are connected, an instance; null: it is not asked for.</summary>
    public string? ClientsOid { get; private init; }

    /// <summary>What two devices cannot share.</summary>
    public string Place => Access is null ? Address : $"{Address} {Port}";

    /// <exception cref="FormatException">A line that cannot be.</exception>
    public static ProbeTarget From(DeviceSettings settings, IReadOnlyList<SnmpAccess> accesses)
    {
        var isSnmp = settings.Word(DeviceSettings.Probe, "", Ways) == "snmp";
        var every = TimeSpan.FromSeconds(settings.Number("every_s", 60, 1, 300, " seconds"));
        if (!isSnmp && OfAgents.FirstOrDefault(settings.Values.ContainsKey) is { } needless)
            throw new FormatException($"{settings.Device}: {needless} is for probe: snmp; an echo says whether the box is there, no more");
        var target = new ProbeTarget(settings.Device, AddressOf(settings), every, isSnmp ? AccessOf(settings, accesses) : null)
        {
            Port = settings.Whole("port", 161, 1, 65535),
            ClientsOid = settings.Values.TryGetValue("clients", out var oid) ? OidOf(settings.Device, oid) : null,
        };
        return settings.Values.ContainsKey("uplink") ? target with { Uplink = settings.Whole("uplink", 1, 1, int.MaxValue) } : target;
    }

    private static SnmpAccess AccessOf(DeviceSettings settings, IReadOnlyList<SnmpAccess> accesses)
    {
        var name = settings.Values.GetValueOrDefault("access", "");
        return accesses.FirstOrDefault(one => one.Name == name) ?? throw new FormatException(
            $"{settings.Device}: access is '{name}', expected "
            + string.Join(" or ", accesses.Select(one => one.Name).DefaultIfEmpty("a name of the section snmp:, which is missing")));
    }

    private static string AddressOf(DeviceSettings settings)
    {
        var address = settings.Values.GetValueOrDefault("address", "").Trim();
        var isHost = Uri.CheckHostName(address) is UriHostNameType.Dns or UriHostNameType.IPv4 or UriHostNameType.IPv6;
        // "192.168.1" is an address to some, and none of a box.
        var isCut = Numbers().IsMatch(address) && !(IPAddress.TryParse(address, out var whole) && whole.ToString() == address);
        if (!isHost || isCut || address.Length > 253)
            throw new FormatException(
                $"{settings.Device}: address is '{address}', expected where the box is, such as 192.168.1.11 or ap-1.lan");
        if (!IPAddress.TryParse(address, out var parsed))
            return address;
        // One address of IPv6 can be written in several ways.
        return IsNobodys(parsed) ? throw new FormatException($"{settings.Device}: address is '{address}', which is no single box's")
            : parsed.ToString();
    }

    private static bool IsNobodys(IPAddress address) => address.IsIPv6Multicast || address.Equals(IPAddress.IPv6Any)
        || (address.GetAddressBytes() is [var first, _, _, _] && first is 0 or >= 224);

    private static string OidOf(DeviceId device, string oid) =>
        oid.Length <= LongestOid && Oid().IsMatch(oid) && oid.Split('.', StringSplitOptions.RemoveEmptyEntries).All(one => uint.TryParse(
                one, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out _))
            ? "." + oid.TrimStart('.')
            : throw new FormatException(
                $"{device}: clients is '{oid}', expected the OID of one number in figures, such as 1.3.6.1.4.1.14988.1.1.1.3.1.6.1");

    [GeneratedRegex(@"^[0-9.]+$")]
    private static partial Regex Numbers();

    [GeneratedRegex(@"^\.?[0-2](\.[0-9]{1,10}){3,126}$")]
    private static partial Regex Oid();
}
