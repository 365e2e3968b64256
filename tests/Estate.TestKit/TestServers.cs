namespace Estate.TestKit;

/// <summary>The real servers of the estate, each in a folder and on a port of its own.</summary>
public static class TestServers
{
    public static Task<Server> MosquittoAsync(TemporaryFolder folder, int port, string more = "allow_anonymous true")
    {
        var configuration = folder.File($"mosquitto-{port}.conf");
        File.WriteAllText(configuration, $"user {Environment.UserName}\nlistener {port} 127.0.0.1\n{more}\n");
        return Server.StartAsync(port, "mosquitto", "-c", configuration);
    }

    public static Task<Server> InfluxDbAsync(TemporaryFolder folder, int port)
    {
        var configuration = folder.File("influxdb.conf");
        File.WriteAllText(configuration,
            $"""
            reporting-disabled = true
            bind-address = "127.0.0.1:{Server.FreePort()}"
            [meta]
              dir = "{folder.File("meta")}"
            [data]
              dir = "{folder.File("data")}"
              wal-dir = "{folder.File("wal")}"
            [http]
              bind-address = "127.0.0.1:{port}"
            """);
        return Server.StartAsync(port, "influxd", "-config", configuration);
    }

    /// <param name="flags">Null: as docs/time-series.md has it, and keeping what is older than any test.</param>
    public static Task<Server> VictoriaMetricsAsync(TemporaryFolder folder, int port, params string[]? flags) =>
        Server.StartAsync(
            port, "victoria-metrics", [$"-httpListenAddr=127.0.0.1:{port}", $"-storageDataPath={folder.File("vm")}",
            .. flags is null or [] ? ["-retentionPeriod=100y", "-dedup.minScrapeInterval=1ms"] : flags]);

    /// <param name="text">
    /// The text of its file; without one it groups nothing and sends nowhere: what it was told is read back from its API.
    /// </param>
    public static Task<Server> AlertmanagerAsync(
        TemporaryFolder folder, int port, string text = "route: { receiver: none }\nreceivers: [ { name: none } ]\n")
    {
        var configuration = folder.File("alertmanager.yml");
        File.WriteAllText(configuration, text);
        return Server.StartAsync(
            port, "prometheus-alertmanager", $"--config.file={configuration}", $"--storage.path={folder.File("alertmanager")}",
            $"--web.listen-address=127.0.0.1:{port}", "--cluster.listen-address=");
    }

    /// <summary>An agent of SNMP with the community "open sesame", and a user of v3 called estate with two passphrases.</summary>
    /// <param name="more">Of its configuration.</param>
    public static Task<Server> SnmpdAsync(TemporaryFolder folder, int port, string more = "")
    {
        var configuration = folder.File("snmpd.conf");
        File.WriteAllText(configuration,
            $"""
            [snmp] persistentDir {folder.File("snmpd")}
            [snmpd]
            rocommunity "open sesame" 127.0.0.1
            createUser estate SHA-256 "a first passphrase" AES "a second passphrase"
            rouser estate authpriv
            {more}

            """);
        // It also listens where a test can see that it does.
        return Server.StartAsync(
            port, "/usr/sbin/snmpd", "-f", "-Lo", "-C", "-c", configuration, $"udp:127.0.0.1:{port}", $"tcp:127.0.0.1:{port}");
    }
}
