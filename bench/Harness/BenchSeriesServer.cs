using System.Globalization;
using Estate.Adapters.Influx;

namespace Estate.Bench.Harness;

/// <summary>A real time-series server of a trial's own.</summary>
internal sealed class BenchSeriesServer : IDisposable
{
    private readonly ChildProcess _process;

    private BenchSeriesServer(ChildProcess process, int port, InfluxDialect dialect) => (_process, Url, Dialect) = (
        process, new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}/")), dialect);

    internal static IReadOnlyList<InfluxDialect> Dialects { get; } = [InfluxDialect.V1, InfluxDialect.VictoriaMetrics];

    internal Uri Url { get; }

    internal InfluxDialect Dialect { get; }

    /// <param name="folder">Nobody else's.</param>
    internal static BenchSeriesServer Start(string folder, InfluxDialect dialect = InfluxDialect.V1)
    {
        Directory.CreateDirectory(folder);
        return dialect == InfluxDialect.V1 ? StartInflux(folder) : StartVictoria(folder);
    }

    internal InfluxTarget Target(string database) => new(Url, Dialect, database);

    /// <summary>Waits until the server is there.</summary>
    /// <exception cref="IOException">It never is.</exception>
    internal async Task CreateAsync(string database)
    {
        using var handler = new SocketsHttpHandler { UseProxy = false };
        using var writer = new InfluxWriter(Target(database), handler, TimeProvider.System);
        for (var wait = 0; !(await InfluxProbe.AskAsync(Target(database), handler, default)).Answers; wait++)
        {
            if (wait == 300 || _process.HasExited)
                throw new IOException($"{Dialect} is not there");
            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System);
        }
        if (await writer.PrepareAsync(default) is { } refused)
            throw new IOException(refused);
    }

    internal TimeSpan Cpu => _process.Cpu;

    internal void Kill() => _process.Kill();

    public void Dispose() => _process.Dispose();

    private static BenchSeriesServer StartInflux(string folder)
    {
        var port = BenchEstate.FreePort();
        var configuration = Path.Combine(folder, "influxdb.conf");
        File.WriteAllText(configuration, string.Create(CultureInfo.InvariantCulture,
            $"reporting-disabled = true\nbind-address = \"127.0.0.1:{BenchEstate.FreePort()}\"\n[meta]\n  dir = "
                + $"\"{folder}/meta\"\n[data]\n  dir = \"{folder}/data\"\n  wal-dir = \"{folder}/wal\"\n[http]\n  bind-address = "
                + $"\"127.0.0.1:{port}\"\n  log-enabled = false\n"));
        return new(
            new ChildProcess(Path.Combine(folder, "influxd.log"), "influxd", "-config", configuration), port, InfluxDialect.V1);
    }

    /// <summary>As docs/time-series.md has it.</summary>
    private static BenchSeriesServer StartVictoria(string folder)
    {
        var port = BenchEstate.FreePort();
        return new(
            new ChildProcess(
                Path.Combine(folder, "victoria-metrics.log"), "victoria-metrics",
                string.Create(CultureInfo.InvariantCulture, $"-httpListenAddr=127.0.0.1:{port}"),
                $"-storageDataPath={Path.Combine(folder, "vm")}", "-retentionPeriod=10y", SeriesServers.CountOnce),
            port, InfluxDialect.VictoriaMetrics);
    }
}
