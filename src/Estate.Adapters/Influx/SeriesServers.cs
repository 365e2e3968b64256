namespace Estate.Adapters.Influx;

/// <summary>Who speaks to which generation (decision 36).</summary>
public static class SeriesServers
{
    /// <summary>On connections of its own, past any proxy.</summary>
    public static ILineSender Open(InfluxTarget target, TimeProvider time) =>
        target.Dialect == InfluxDialect.V2 ? new ClientLineSender(target, time) : HttpLineSender.Open(target, time);

    /// <inheritdoc cref="Open"/>
    /// <param name="site">Only this estate's points are read, and forgotten.</param>
    public static ISeriesStore OpenStore(InfluxTarget target, string site, TimeProvider time) =>
        target.Dialect == InfluxDialect.V2 ? new FluxStore(target, site, time)
        : new InfluxReader(target, new SocketsHttpHandler { UseProxy = false }, site, isOwner: true);
}
