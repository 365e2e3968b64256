using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Estate.Bench.Harness;

namespace Estate.Bench.District;

/// <summary>PostgreSQL in a folder of its own; as root it runs as the account Debian made for it, since it refuses to be root.</summary>
internal sealed class PostgresServer(string folder, TimeProvider time) : IDisposable
{
    private const int Attempts = 600;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    private readonly string _data = Path.Combine(folder, "database");
    private ChildProcess? _process;

    internal static string Bin { get; } = Directory.Exists("/usr/lib/postgresql")
        ? Directory.GetDirectories("/usr/lib/postgresql").Order(StringComparer.Ordinal).Select(one => Path.Combine(one, "bin")).Last() : "";

    internal int Port { get; } = BenchEstate.FreePort();

    /// <summary>As a worker is told it.</summary>
    internal string Address => AddressOf("district");

    internal string AddressOf(string database) => string.Create(
        CultureInfo.InvariantCulture, $"Host=127.0.0.1;Port={Port};Username=district;Database={database}");

    /// <exception cref="IOException">It is not installed, or may not come to its folder.</exception>
    internal async Task CreateAsync()
    {
        if (Bin.Length == 0)
            throw new IOException("PostgreSQL is not here: apt-get install -y --no-install-recommends nats-server postgresql");
        Directory.CreateDirectory(_data);
        if (Environment.IsPrivilegedProcess)
            Run(["chown", "postgres", _data]);
        File.SetUnixFileMode(_data, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        Run(AsItsAccount(Path.Combine(Bin, "initdb"), "-D", _data, "-A", "trust", "-U", "district", "-E", "UTF8", "--locale=C"));
        await StartAsync();
        for (var i = 0; i < Attempts && !TryRun(Tool("createdb", "district")); i++)
            await Task.Delay(Pause, time);
    }

    /// <summary>Kills the one before. What that one had started holds its memory for a moment, and until then no other is let in.</summary>
    internal async Task StartAsync()
    {
        for (var i = 0; i < Attempts; i++, await Task.Delay(Pause, time))
            if (_process is null or { HasExited: true } || i == 0)
            {
                _process?.Dispose();
                var command = AsItsAccount(
                    Path.Combine(Bin, "postgres"), "-D", _data, "-p", Port.ToString(CultureInfo.InvariantCulture),
                    "-c", "listen_addresses=127.0.0.1", "-c", "unix_socket_directories=", "-c", "shared_buffers=64MB");
                _process = new(Path.Combine(folder, "log", "postgres.log"), command[0], command[1..]);
            }
            else if (await ListensAsync())
                return;
        throw new IOException($"PostgreSQL does not start; see {folder}/log/postgres.log");
    }

    /// <summary>One of its programs for this server, with the database as the last argument.</summary>
    internal string[] Tool(string program, params string[] arguments) =>
        [Path.Combine(Bin, program), "-h", "127.0.0.1", "-p", Port.ToString(CultureInfo.InvariantCulture), "-U", "district", .. arguments];

    /// <exception cref="IOException">It ended otherwise than with 0.</exception>
    internal static void Run(string[] command)
    {
        if (!TryRun(command))
            throw new IOException($"{string.Join(' ', command)} failed");
    }

    /// <summary>Not killed: that would leave its shared memory behind.</summary>
    public void Dispose()
    {
        _process?.End("-INT");
        _process?.Dispose();
    }

    private static bool TryRun(string[] command)
    {
        var start = new ProcessStartInfo(command[0], command[1..])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = "/",
        };
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        process.StandardOutput.ReadToEnd();
        error.GetAwaiter().GetResult();
        process.WaitForExit();
        return process.ExitCode == 0;
    }

    private static string[] AsItsAccount(params string[] command) => Environment.IsPrivilegedProcess
        ? ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups", .. command] : command;

    private async Task<bool> ListensAsync()
    {
        using var client = new TcpClient();
        try
        {
            await client.ConnectAsync(IPAddress.Loopback, Port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
