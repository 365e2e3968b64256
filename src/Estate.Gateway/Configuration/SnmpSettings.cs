using Estate.Adapters.Probing;
using Estate.Domain.Devices;

namespace Estate.Gateway.Configuration;

/// <summary>Whom the network's boxes believe, from estate.yaml; what is secret stands in files of its own.</summary>
internal static class SnmpSettings
{
    private const int LongestUser = 32;

    /// <param name="wrong">Gets each error with its place.</param>
    internal static IReadOnlyList<SnmpAccess> From(List<EstateFile.SnmpSection> sections, Action<string> wrong)
    {
        var all = new List<SnmpAccess>();
        foreach (var (one, index) in sections.Select((one, index) => (one, index)))
        {
            var where = $"snmp[{index}]";
            if (!DeviceId.IsValidLevel(one.Name))
                wrong($"{where}.name: '{one.Name}' is not of [a-z0-9-]");
            else if (all.Exists(other => other.Name == one.Name))
                wrong($"{where}.name: '{one.Name}' is there twice");
            if (one.Version is not ("v2c" or "v3"))
                wrong($"{where}.version: '{one.Version}' is neither v2c nor v3");
            var isV3 = one.Version == "v3";
            if (isV3 && (one.User.Length is 0 or > LongestUser || !SnmpAccess.IsPlain(one.User)))
                wrong($"{where}.user: v3 asks as a user of 1 to {LongestUser} letters of ASCII");
            if (!isV3 && (one.User.Length > 0 || one.Auth is not null || one.Privacy is not null))
                wrong($"{where}.version: user, auth and privacy are for v3; v2c has a community and nothing else");
            if (isV3 && !SnmpAccess.AuthWords.ContainsKey(one.Auth ?? "sha-256"))
                wrong($"{where}.auth: '{one.Auth}' is none of {string.Join(", ", SnmpAccess.AuthWords.Keys)}; "
                    + "without authentication anybody could answer for the box");
            if (one.Privacy is not (null or "aes" or "none"))
                wrong($"{where}.privacy: '{one.Privacy}' is neither aes nor none");
            all.Add(new(
                one.Name, isV3, one.User, SnmpAccess.AuthWords.GetValueOrDefault(one.Auth ?? "sha-256", ""),
                one.Privacy == "none" ? null : "AES"));
        }
        return all;
    }
}
