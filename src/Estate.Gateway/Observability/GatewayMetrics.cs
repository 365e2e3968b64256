using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Estate.Gateway.Observability;

/// <summary>The gateway's own figures. Tags are bounded words; nothing personal.</summary>
internal static class GatewayMetrics
{
    internal const string Name = "Estate.Gateway";

    private static readonly Meter Meter = new(Name);

    internal static readonly ActivitySource Source = new(Name);

    internal static readonly Counter<long> Events = Meter.CreateCounter<long>("estate.events", null, "Device events by what became of them");
    internal static readonly Counter<long> Answers = Meter.CreateCounter<long>("estate.answers", null, "Answers to devices by result");
    internal static readonly Counter<long> Rejects = Meter.CreateCounter<long>("estate.rejects", null, "Refusals by reason");
    internal static readonly Counter<long> Dropped = Meter.CreateCounter<long>("estate.dropped", null, "Messages dropped by a full queue; devices repeat them");
    internal static readonly Counter<long> Transfers = Meter.CreateCounter<long>("estate.transfers", null, "Transfers written to the ledger");
    internal static readonly Counter<long> Series = Meter.CreateCounter<long>("estate.series", null, "Lines sent to the time-series server by result");
    internal static readonly Counter<long> Actuations = Meter.CreateCounter<long>("estate.actuations", null, "Terminals driven before the commit by result");
    internal static readonly Counter<long> EarlyReceipts = Meter.CreateCounter<long>("estate.mqtt.early_receipts", null, "Messages the broker was told to forget before the disk had them, because it did not answer");
    internal static readonly Counter<long> PinChanges = Meter.CreateCounter<long>("estate.pins.changes", null, "Changes of input lines after debounce by pin");
    internal static readonly Counter<long> Frames = Meter.CreateCounter<long>("estate.pins.frames", null, "Frames of card readers by what became of them");
    internal static readonly Histogram<double> Commits = Meter.CreateHistogram(
        "estate.commit", "ms", "One transaction, synced to the disk",
        advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.5, 1, 2, 5, 10, 20, 50, 100, 250, 1000, 5000] });

    internal static void Watch(string name, string description, Func<long> value) => Meter.CreateObservableGauge(name, value, null, description);
}
