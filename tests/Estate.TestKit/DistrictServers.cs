using System.Diagnostics;

namespace Estate.TestKit;

/// <summary>The district's servers as Debian has them, on loopback and in a folder of a test's own.</summary>
public static class DistrictServers
{
    private const string Nats = "/usr/sbin/nats-server";

    /// <summary>Null where both are here; otherwise what to install.</summary>
    public static string? Missing =>
        File.Exists(Nats) && PostgresFolder is not null ? null
            : "nats-server and PostgreSQL are not here: apt-get install -y --no-install-recommends nats-server postgresql";

    private static string? PostgresFolder => !Directory.Exists("/usr/lib/postgresql") ? null
        : Directory.GetDirectories("/usr/lib/postgresql").Order().LastOrDefault(one => File.Exists(Path.Combine(one, "bin", "initdb")));

    /// <param name="more">Of its configuration: accounts, TLS.</param>
    public static Task<Server> NatsAsync(TemporaryFolder folder, int port, string more = "")
    {
        var configuration = folder.File($"nats-{port}.conf");
        File.WriteAllText(
            configuration, $"listen: \"127.0.0.1:{port}\"\njetstream {{ store_dir: \"{folder.File("jetstream")}\" }}\n{more}\n");
        return Server.StartAsync(port, Nats, "-c", configuration);
    }

    /// <summary>PostgreSQL refuses to run as root: there it runs as the account Debian made for it.</summary>
    public static async Task<Server> PostgresAsync(TemporaryFolder folder, int port)
    {
        var (bin, data) = (Path.Combine(PostgresFolder!, "bin"), folder.File("postgres"));
        Directory.CreateDirectory(data);
        if (Environment.IsPrivilegedProcess)
        {
            File.SetUnixFileMode(folder.Path, File.GetUnixFileMode(folder.Path) | UnixFileMode.OtherExecute);
            await RunAsync("chown", ["postgres", data]);
        }
        var initdb = AsItsAccount(
            Path.Combine(bin, "initdb"), "-D", data, "-A", "trust", "-U", "district", "--no-sync", "-E", "UTF8", "--locale=C");
        await RunAsync(initdb[0], initdb[1..]);
        var postgres = AsItsAccount(
            Path.Combine(bin, "postgres"), "-D", data, "-p", $"{port}", "-c", "listen_addresses=127.0.0.1",
            "-c", "unix_socket_directories=", "-c", "fsync=off", "-c", "shared_buffers=16MB", "-c", "timezone=Asia/Shanghai");
        return await Server.StartAsync(port, postgres[0], postgres[1..]);
    }

    private static string[] AsItsAccount(params string[] command) => Environment.IsPrivilegedProcess
        ? ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups", .. command] : command;

    private static async Task RunAsync(string program, string[] arguments)
    {
        using var process = Process.Start(
            new ProcessStartInfo(program, arguments)
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                WorkingDirectory = "/",
            })!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
            throw new IOException($"{program} ended with {process.ExitCode}: {await output} {await error}");
    }
}
