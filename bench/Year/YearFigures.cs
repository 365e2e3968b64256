using Estate.Bench.Widest;

namespace Estate.Bench.Year;

/// <summary>What a database of so many years costs.</summary>
internal sealed record YearFigures(int Years)
{
    /// <summary>Of the database, before the night.</summary>
    internal long Bytes { get; init; }

    /// <summary>From the start of the program until taps are taken, and until all ids that were ever used are known.</summary>
    internal required StartFigures Ready { get; init; }

    internal required StartFigures Settled { get; init; }

    /// <summary>Seconds, of which so many of a processor, and how many rows went or changed.</summary>
    internal required (double Seconds, double CpuSeconds, long Rows) Night { get; init; }

    /// <summary>Seconds, and what is not in order.</summary>
    internal required (double Seconds, string? Problem) Check { get; init; }

    /// <summary>Seconds with the restore for a trial, and bytes of the file.</summary>
    internal required (double Seconds, long Bytes) Backup { get; init; }

    /// <summary>Of every address, the slowest first.</summary>
    internal required IReadOnlyList<WidestLine> Pages { get; init; }

    internal double SlowestMs => Pages[0].Usual.Ms;
}

/// <summary>Since the start: milliseconds, and of a processor; bytes in memory then.</summary>
internal sealed record StartFigures(double Ms, double CpuMs, long Bytes);
