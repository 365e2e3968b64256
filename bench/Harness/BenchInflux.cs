using System.Globalization;
using Estate.Adapters.Influx;

namespace Estate.Bench.Harness;

/// <summary>A real InfluxDB of a trial's own.</summary>
internal sealed class BenchInflux : IDisposable
{
    private readonly ChildProcess _process;

    private BenchInflux(ChildProcess process, int port) =>
        (_process, Url) = (process, new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}/")));

    internal Uri Url { get; }

    internal static BenchInflux Start(string folder)
    {
        var port = BenchEstate.FreePort();
        var configuration = Path.Combine(folder, "influxdb.conf");
        File.WriteAllText(configuration, string.Create(CultureInfo.InvariantCulture,
            $"reporting-disabled = true\nbind-address = \"127.0.0.1:{BenchEstate.FreePort()}\"\n[meta]\n  dir = "
                + $"\"{folder}/meta\"\n[data]\n  dir = \"{folder}/data\"\n  wal-dir = \"{folder}/wal\"\n[http]\n  bind-address = "
                + $"\"127.0.0.1:{port}\"\n  log-enabled = false\n"));
        return new(new ChildProcess(Path.Combine(folder, "influxd.log"), "influxd", "-config", configuration), port);
    }

    internal InfluxTarget Target(string database) => new(Url, InfluxDialect.V1, database);

    /// <summary>Waits until the server is there.</summary>
    /// <exception cref="IOException">It never is.</exception>
    internal async Task CreateAsync(string database)
    {
        using var handler = new SocketsHttpHandler { UseProxy = false };
        using var writer = new InfluxWriter(Target(database), handler, TimeProvider.System);
        for (var wait = 0; ; wait++)
            try
            {
                await writer.PrepareAsync(default);
                return;
            }
            catch (HttpRequestException failure)
            {
                if (wait == 300 || _process.HasExited)
                    throw new IOException($"influxd is not there: {failure.Message}", failure);
                await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System);
            }
    }

    internal void Kill() => _process.Kill();

    public void Dispose() => _process.Dispose();
}
