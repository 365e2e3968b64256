using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Estate.Gateway.Observability;

/// <summary>One gateway's own figures. Tags are bounded words; nothing personal.</summary>
internal sealed class GatewayMetrics : IDisposable
{
    internal const string Name = "Estate.Gateway";

    private readonly Meter _meter = new(Name);

    public GatewayMetrics()
    {
        Events = _meter.CreateCounter<long>("estate.events", null, "Device events by what became of them");
        Answers = _meter.CreateCounter<long>("estate.answers", null, "Answers to devices by result");
        Rejects = _meter.CreateCounter<long>("estate.rejects", null, "Refusals by reason");
        RefusedConnections = _meter.CreateCounter<long>(
            "estate.connections.refused", null, "Connections closed because an address, or all together, held too many");
        Dropped = _meter.CreateCounter<long>("estate.dropped", null, "Messages dropped by a full queue; devices repeat them");
        Transfers = _meter.CreateCounter<long>("estate.transfers", null, "Transfers written to the ledger");
        Series = _meter.CreateCounter<long>("estate.series", null, "Lines sent to the time-series server by result");
        Actuations = _meter.CreateCounter<long>("estate.actuations", null, "Terminals driven before the commit by result");
        EarlyReceipts = _meter.CreateCounter<long>(
            "estate.mqtt.early_receipts", null,
            "Messages the broker was told to forget before the disk had them, because it did not answer");
        PinChanges = _meter.CreateCounter<long>("estate.pins.changes", null, "Changes of input lines after debounce by pin");
        Frames = _meter.CreateCounter<long>("estate.pins.frames", null, "Frames of card readers by what became of them");
        Commits = _meter.CreateHistogram(
            "estate.commit", "ms", "One transaction, synced to the disk",
            advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.5, 1, 2, 5, 10, 20, 50, 100, 250, 1000, 5000] });
    }

    /// <summary>Spans of this gateway: under one name with those of another in the same process, and yet told apart.</summary>
    internal ActivitySource Spans { get; } = new(Name);

    internal Counter<long> Events { get; }
    internal Counter<long> Answers { get; }
    internal Counter<long> Rejects { get; }
    internal Counter<long> RefusedConnections { get; }
    internal Counter<long> Dropped { get; }
    internal Counter<long> Transfers { get; }
    internal Counter<long> Series { get; }
    internal Counter<long> Actuations { get; }
    internal Counter<long> EarlyReceipts { get; }
    internal Counter<long> PinChanges { get; }
    internal Counter<long> Frames { get; }
    internal Histogram<double> Commits { get; }

    /// <summary>Whether an instrument is this gateway's and not that of another in the same process.</summary>
    internal bool Owns(Instrument instrument) => ReferenceEquals(instrument.Meter, _meter);

    public void Dispose()
    {
        _meter.Dispose();
        Spans.Dispose();
    }

    internal void Watch(string name, string description, Func<long> value) => _meter.CreateObservableGauge(name, value, null, description);
}
