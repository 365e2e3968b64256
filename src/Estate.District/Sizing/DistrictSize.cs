using Estate.District.Ingest;

namespace Estate.District.Sizing;

/// <summary>What a number of estates asks of each part, by what was measured.</summary>
internal sealed record DistrictSize(SizingLoad Load)
{
    /// <summary>Of what it can do, what each part is given at its busiest: the rest is for what comes late, and for what is away.</summary>
    internal const double Headroom = 0.5;

    private const double SecondsPerHour = 3_600;

    internal double PeakBytesPerS =>
        (Load.PeakMessagesPerS * MeasuredCost.EnvelopeBytes.Known) + (Load.PeakFactsPerS * MeasuredCost.WireBytes.Known);

    internal double BytesPerYear =>
        (Load.FactsPerYear * MeasuredCost.StoredBytes.Known) + (Load.Estates * 365 * MeasuredCost.RollupBytesPerDay.Known);

    /// <summary>Messages that wait, as many as a transaction takes of them.</summary>
    internal int MessagesAtOnce => (int)(LaneWorker.BytesAtOnce * Load.PeakMessagesPerS / PeakBytesPerS);

    /// <summary>Of what three message servers take.</summary>
    internal double MessageServers =>
        Math.Max(Load.PeakMessagesPerS / MeasuredCost.PublishPerS.Known, PeakBytesPerS / MeasuredCost.PublishBytesPerS.Known);

    /// <summary>Of what one PostgreSQL takes.</summary>
    internal double Database => Load.PeakFactsPerS / RowsPerS;

    internal static double RowsPerS => MeasuredCost.IngestPerS.Known;

    /// <summary>What three message servers and one PostgreSQL are not enough for is cut into districts of their own.</summary>
    internal int Districts => (int)Math.Ceiling(Math.Max(MessageServers, Database) / Headroom);

    internal string BreaksFirst => MessageServers >= Database ? "message servers" : "PostgreSQL";

    /// <summary>Hours that the stream holds while no worker takes anything; estates wait with the rest.</summary>
    internal double HoursOfStream(long streamBytes) => streamBytes / PeakBytesPerS / SecondsPerHour;

    /// <summary>The longest a transaction may take, without its rows, so that a lane is half busy at the peak. Seconds.</summary>
    internal double LongestTransaction()
    {
        var (atOnce, perLane) = (MessagesAtOnce, Load.PeakMessagesPerS / MeasuredCost.Lanes);
        // At half of its capacity: atOnce / (t + atOnce × rows) × headroom = perLane.
        return (atOnce * Headroom / perLane) - (atOnce * Load.PeakFactsPerMessage / RowsPerS);
    }
}
