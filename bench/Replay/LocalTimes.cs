using NodaTime;

namespace Estate.Bench.Replay;

/// <summary>
/// Instants of local times without an offset. Where clocks are set back a time happens twice; which of the two it was is known only where
/// the order of the rows leaves no other. What is not known is said, never guessed.
/// </summary>
internal static class LocalTimes
{
    internal const string Ambiguous = "ambiguous_local_time", Skipped = "skipped_local_time";

    /// <summary>The rows of one device as they stand in the file, oldest or newest first.</summary>
    /// <param name="rows">The whole row tells one that is there twice from two of the same time.</param>
    /// <returns>For each its instant, or why there is none.</returns>
    internal static IReadOnlyList<(Instant? At, string? Problem)> Resolve(
        IReadOnlyList<(ToldTime Time, string Row)> rows, DateTimeZone zone)
    {
        var options = rows.Select(row => Options(row.Time, zone)).ToList();
        var possible = options.Select(one => one.Length < 2 ? one : []).ToList();
        if (options.Any(one => one.Length == 2))
        {
            var ordered = Enumerable.Range(0, rows.Count).Where(i => options[i].Length > 0).ToList();
            foreach (var order in new[] { ordered, [.. ordered.AsEnumerable().Reverse()] })
                if (Fitting([.. order.Select(i => (options[i], rows[i].Row))]) is { } fitting)
                    for (var i = 0; i < order.Count; i++)
                        possible[order[i]] = [.. possible[order[i]].Union(fitting[i])];
        }
        return [.. possible.Select((left, i) =>
            left.Length == 1 ? (left[0], null) : ((Instant?)null, options[i].Length == 0 ? Skipped : Ambiguous))];
    }

    /// <summary>The one instant of it that is after another; null where there are two, or none.</summary>
    internal static Instant? After(Instant other, ToldTime time, DateTimeZone zone) =>
        Options(time, zone).Where(option => option > other).ToArray() is [var only] ? only : null;

    private static Instant[] Options(ToldTime time, DateTimeZone zone)
    {
        if (time.Exact is { } exact)
            return [exact];
        var map = zone.MapLocal(time.Local!.Value);
        return map.Count switch
        {
            0 => [],
            1 => [map.Single().ToInstant()],
            _ => [map.First().ToInstant(), map.Last().ToInstant()],
        };
    }

    /// <summary>
    /// For each row the options that some rising choice of all rows contains; null where no choice rises, because the file is not ordered.
    /// Two rows are of the same instant only where they are the same row, or where that is seen elsewhere among them.
    /// </summary>
    private static Instant[][]? Fitting(IReadOnlyList<(Instant[] Options, string Row)> rows)
    {
        var repeats = rows.Zip(rows.Skip(1)).Any(pair => pair is { First.Options: [var one], Second.Options: [var next] } && one == next);
        bool MayBeSame(int i) => repeats || rows[i].Row == rows[i - 1].Row;
        var (earliest, latest) = (new Instant[rows.Count], new Instant[rows.Count]);
        bool Rises(int i, Instant from, Instant to) => from < to || (from == to && MayBeSame(i));
        for (var i = 0; i < rows.Count; i++)
        {
            var left = rows[i].Options.Where(option => i == 0 || Rises(i, earliest[i - 1], option)).ToList();
            if (left.Count == 0)
                return null;
            earliest[i] = left[0];
        }
        for (var i = rows.Count - 1; i >= 0; i--)
            latest[i] = rows[i].Options.Last(option => i == rows.Count - 1 || Rises(i + 1, option, latest[i + 1]));
        return [.. rows.Select((row, i) => row.Options.Where(option =>
            (i == 0 || Rises(i, earliest[i - 1], option)) && (i == rows.Count - 1 || Rises(i + 1, option, latest[i + 1]))).ToArray())];
    }
}
