namespace Estate.TestRunner;

/// <summary>Which Debian packages tests want: told by what their sources use.</summary>
internal static class Needs
{
    private static readonly (string Word, string[] Packages)[] Uses =
    [
        ("ChromiumFixture", ["chromium-headless-shell"]),
        ("chromium-headless-shell", ["chromium-headless-shell"]),
        ("RunningGateway", ["mosquitto"]),
        ("BrokerOfEstate", ["mosquitto"]),
        ("MosquittoAsync", ["mosquitto"]),
        ("mosquitto_pub", ["mosquitto-clients"]),
        ("InfluxDbAsync", ["influxdb"]),
        ("VictoriaMetricsAsync", ["victoria-metrics"]),
        ("AlertmanagerAsync", ["prometheus-alertmanager"]),
        ("GatewayProcess", ["mosquitto"]),
        ("Shell.Has(\"influxd\")", ["influxdb"]),
        ("SnmpdAsync", ["snmp", "snmpd"]),
        ("EchoRequest", ["iputils-ping"]),
        ("probe: icmp", ["iputils-ping"]),
        ("FaultShim", ["gcc", "libc6-dev"]),
    ];

    /// <summary>What a project needs to be built, or for nearly all of its tests.</summary>
    private static readonly Dictionary<string, string[]> Always = new()
    {
        ["Estate.Web.Tests"] = ["npm"],
        ["Estate.Cli.Tests"] = ["npm"],
        ["Estate.Bench.Tests"] = ["npm", "mosquitto", "influxdb", "victoria-metrics"],
        ["Estate.Architecture.Tests"] = ["npm"],
        ["Estate.FirmwareSim.Tests"] = ["mosquitto"],
        ["Estate.District.Tests"] = ["nats-server", "postgresql", "npm"],
    };

    internal static IReadOnlyList<string> Of(Selection chosen) =>
        [.. chosen.Projects.SelectMany(one =>
            Always.GetValueOrDefault(one.Project.Name, []).Concat(one.Classes.SelectMany(Of))).Distinct().Order(StringComparer.Ordinal)];

    private static IEnumerable<string> Of(TestClass one)
    {
        var text = File.ReadAllText(one.File);
        return Uses.Where(use => text.Contains(use.Word, StringComparison.Ordinal)).SelectMany(use => use.Packages);
    }
}
