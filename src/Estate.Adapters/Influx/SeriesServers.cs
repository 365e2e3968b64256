namespace Estate.Adapters.Influx;

/// <summary>Who speaks to which generation (decision 36).</summary>
public static class SeriesServers
{
    /// <summary>Of an answer to lines or to the probe: a refusal of each line of a batch; a page without end is no answer.</summary>
    internal const int MaxBytes = 16_000_000;

    /// <summary>The flag that has VictoriaMetrics count a repeated line once.</summary>
    public const string CountOnce = "-dedup.minScrapeInterval=1ms";

    /// <summary>On connections of its own, past any proxy.</summary>
    public static ILineSender Open(InfluxTarget target, TimeProvider time) =>
        target.Dialect == InfluxDialect.V2 ? new ClientLineSender(target, time) : HttpLineSender.Open(target, time);

    /// <inheritdoc cref="Open"/>
    /// <param name="site">Only this estate's points are read, and forgotten.</param>
    public static ISeriesStore OpenStore(InfluxTarget target, string site, TimeProvider time) =>
        target.Dialect == InfluxDialect.V2 ? new FluxStore(target, site, time)
        : new InfluxReader(target, new SocketsHttpHandler { UseProxy = false }, site, isOwner: true);

    /// <summary>
    /// Connections of its own, past any proxy. A door that sends us elsewhere would get the lines' POST as a GET, and answer it with a
    /// page.
    /// </summary>
    internal static SocketsHttpHandler Direct() =>
        new() { PooledConnectionLifetime = TimeSpan.FromMinutes(5), UseProxy = false, AllowAutoRedirect = false };

    /// <summary>Whether who answers is an InfluxDB by the names of its headers.</summary>
    internal static bool IsNamed(IEnumerable<string> headers) =>
        headers.Any(name => name.StartsWith("X-Influxdb-", StringComparison.OrdinalIgnoreCase));
}
