using System.Globalization;

namespace Estate.Adapters.Probing;

/// <summary>What an agent is asked for, in one question (SNMPv2-MIB, IF-MIB: RFC 3418, RFC 2863).</summary>
internal static class SnmpObjects
{
    /// <summary>Hundredths of a second since the agent's start.</summary>
    internal const string Uptime = ".1.3.6.1.2.1.1.3.0";

    /// <summary>What ifOperStatus says of an interface that works.</summary>
    internal const ulong Up = 1;

    private const string Interfaces = ".1.3.6.1.2.1.2.2.1", WideInterfaces = ".1.3.6.1.2.1.31.1.1.1";

    internal static IReadOnlyList<string> Of(ProbeTarget target)
    {
        List<string> all = [Uptime];
        if (target.Uplink is { } uplink)
            all.AddRange([Status(uplink), In(uplink), Out(uplink), WideIn(uplink), WideOut(uplink)]);
        if (target.ClientsOid is { } clients && !all.Contains(clients))
            all.Add(clients);
        return all;
    }

    internal static string Status(int index) => At(Interfaces, 8, index);

    /// <summary>32 bits, which every box has.</summary>
    internal static string In(int index) => At(Interfaces, 10, index);

    internal static string Out(int index) => At(Interfaces, 16, index);

    /// <summary>64 bits.</summary>
    internal static string WideIn(int index) => At(WideInterfaces, 6, index);

    internal static string WideOut(int index) => At(WideInterfaces, 10, index);

    private static string At(string table, int column, int index) =>
        string.Create(CultureInfo.InvariantCulture, $"{table}.{column}.{index}");
}
