namespace Estate.Adapters.Influx;

/// <summary>Which generation of InfluxDB, or a server that speaks its line protocol.</summary>
public enum InfluxDialect
{
    V1,
    V2,
    V3,
    VictoriaMetrics,
}
