using Estate.Adapters.Influx;

namespace Estate.Adapters.Tests.Influx;

public sealed class HttpLineSenderTests : SeriesContract
{
    protected override ILineSender Open(InfluxTarget target, TimeProvider time) => HttpLineSender.Open(target, time);

    protected override IReadOnlyList<InfluxDialect> Dialects => Enum.GetValues<InfluxDialect>();
}

public sealed class ClientLineSenderTests : SeriesContract
{
    protected override ILineSender Open(InfluxTarget target, TimeProvider time) => new ClientLineSender(target, time);
}
