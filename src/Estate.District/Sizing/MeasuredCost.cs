using Estate.District.Ingest;

namespace Estate.District.Sizing;

/// <summary>What something costs, and where that was measured; without a value it was not.</summary>
internal sealed record MeasuredCost(string Name, double? Value, string Unit, string Source)
{
    private const string Bench = "bench district", Tested = "SizingFigureTests";

    internal static readonly MeasuredCost JournalPerDay = new(
        "facts that the reference estate writes down", 10_959, "a day", "bench year: four million a year");

    internal static readonly MeasuredCost LeavingPerDay = new("of these, those that leave", 4_293, "a day", Bench);

    internal static readonly MeasuredCost BusyPerS = new("of these in the busy hours, while waste is brought", 0.27, "a second", Bench);

    internal static readonly MeasuredCost PublishPerS = new(
        "messages of 400 B that three servers take", 14_300, "a second",
        "a probe before it was built, nats-server 2.9.10 without sync_interval always");

    internal static readonly MeasuredCost PublishBytesPerS = new(
        "bytes that three servers take from one connection", 30_267_000, "B a second", Bench + ": 513 messages of 59 kB");

    internal static readonly MeasuredCost IngestPerS = new(
        "facts that PostgreSQL takes by one connection", 131_000, "a second", Bench + ": 0.95 of COPY of the same rows");

    internal static readonly MeasuredCost TransactionMs = new(
        "a transaction of the ingest and its double acknowledgement, without its rows", null, "ms", "not measured");

    internal static readonly MeasuredCost RollupMs = new("an hour of an estate computed anew", null, "ms", "not measured");

    internal static readonly MeasuredCost WireBytes = new("a fact in a message", 178, "B", Tested);

    internal static readonly MeasuredCost EnvelopeBytes = new("a message without its facts", 97, "B", Tested);

    internal static readonly MeasuredCost StoredBytes = new("a fact in PostgreSQL, with its indexes", 310, "B", Tested);

    internal static readonly MeasuredCost RollupBytesPerDay = new("roll-ups of an estate, with their indexes", 21_500, "B a day", Tested);

    internal static readonly MeasuredCost WorkerMb = new("a worker's memory, at most", 143, "MB", Bench);

    internal static IReadOnlyList<MeasuredCost> All =>
    [
        JournalPerDay, LeavingPerDay, BusyPerS, PublishPerS, PublishBytesPerS, IngestPerS, TransactionMs, RollupMs, WireBytes,
        EnvelopeBytes, StoredBytes, RollupBytesPerDay, WorkerMb,
    ];

    internal double Known => Value ?? throw new InvalidOperationException($"{Name} was not measured");

    /// <summary>Of the configuration, not measured.</summary>
    internal static double Lanes => MessageServers.Lanes;
}
