using Estate.District.Ingest;

namespace Estate.District.Sizing;

/// <summary>What something costs, and where that was measured; without a value it was not.</summary>
internal sealed record MeasuredCost(string Name, double? Value, string Unit, string Source)
{
    private const string Probe = "a probe before it was built, on two cores with everything beside it";
    private const string Tested = "SizingFigureTests";

    internal static readonly MeasuredCost FactsPerDay = new(
        "facts of the reference estate", 10_959, "a day", "bench year: four million a year; all count here, though many do not leave");

    internal static readonly MeasuredCost PublishPerS = new(
        "messages of 400 B that three servers take", 14_300, "a second", Probe + ", nats-server 2.9.10 without sync_interval always");

    internal static readonly MeasuredCost CopyPerS = new("rows that COPY takes, two levels of partitions", 416_000, "a second", Probe);

    internal static readonly MeasuredCost IngestShare = new(
        "of COPY's rate, the ingest with its check of positions", 0.8, "", "the target; not measured");

    internal static readonly MeasuredCost TransactionMs = new(
        "a transaction of the ingest and its double acknowledgement, without its rows", null, "ms", "not measured: bench district");

    internal static readonly MeasuredCost RollupMs = new("an hour of an estate computed anew", null, "ms", "not measured: bench district");

    internal static readonly MeasuredCost WireBytes = new("a fact in a message", 178, "B", Tested);

    internal static readonly MeasuredCost EnvelopeBytes = new("a message without its facts", 97, "B", Tested);

    internal static readonly MeasuredCost StoredBytes = new("a fact in PostgreSQL, with its indexes", 310, "B", Tested);

    internal static readonly MeasuredCost RollupBytesPerDay = new("roll-ups of an estate, with their indexes", 21_500, "B a day", Tested);

    internal static IReadOnlyList<MeasuredCost> All =>
    [
        FactsPerDay, PublishPerS, CopyPerS, IngestShare, TransactionMs, RollupMs, WireBytes, EnvelopeBytes, StoredBytes,
        RollupBytesPerDay,
    ];

    internal double Known => Value ?? throw new InvalidOperationException($"{Name} was not measured");

    /// <summary>Of the configuration, not measured.</summary>
    internal static double Lanes => MessageServers.Lanes;
}
