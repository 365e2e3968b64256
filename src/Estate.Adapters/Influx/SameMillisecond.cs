namespace Estate.Adapters.Influx;

/// <summary>
/// Tells points of one series and millisecond apart where a server keeps milliseconds, and takes two samples of one for the same
/// sent twice: the second gets the tag <c>same_ms=1</c>, the third 2. The same points in the same order always get the same tags,
/// from wherever they are counted, as long as the <see cref="Window"/> numbers before are counted, too (decision 42).
/// </summary>
internal sealed class SameMillisecond
{
    internal const string Tag = "same_ms";

    /// <summary>Bytes, with its number.</summary>
    internal const int MostOfTag = 32;

    /// <summary>Points farther apart than so are not looked at: together, one board's second or an outage it kept.</summary>
    internal const long Window = 10_000;

    private const ulong HashBasis = 14_695_981_039_346_656_037, HashPrime = 1_099_511_628_211;

    /// <summary>Each holds a few of the points within the window; what is older goes when its place is looked at.</summary>
    private const int Places = 4_096;

    private readonly List<(ulong Key, long Number)>?[] _recent = new List<(ulong, long)>?[Places];

    /// <summary>Points up to this number were counted.</summary>
    internal long Last { get; set; }

    /// <summary>From here on, as if nothing had been before.</summary>
    internal void Restart(long last)
    {
        Array.Clear(_recent);
        Last = last;
    }

    /// <summary>Counts a point, and tags it where others came before.</summary>
    /// <param name="series">Its name and tags, by <see cref="HashOf"/>.</param>
    /// <param name="number">Never smaller than the one before.</param>
    internal void AppendTag(ref LineWriter line, ulong series, long milliseconds, long number)
    {
        if (Count(series, milliseconds, number) is not (> 0 and var earlier))
            return;
        line.Append(",same_ms="u8);
        line.Append(earlier);
    }

    /// <summary>FNV-1a of 64 bits: the same in every process, so that also a collision gives the same tags each time.</summary>
    internal static ulong HashOf(ReadOnlySpan<byte> series)
    {
        var hash = HashBasis;
        foreach (var one in series)
            hash = Mix(hash, one);
        return hash;
    }

    /// <returns>How many of its series and millisecond came before.</returns>
    private int Count(ulong series, long milliseconds, long number)
    {
        var key = Mix(series, (ulong)milliseconds);
        var place = _recent[(int)((key ^ (key >> 32)) % Places)] ??= [];
        var (kept, earlier) = (0, 0);
        for (var i = 0; i < place.Count; i++)
        {
            if (place[i].Number <= number - Window)
                continue;
            earlier += place[i].Key == key ? 1 : 0;
            place[kept++] = place[i];
        }
        place.RemoveRange(kept, place.Count - kept);
        place.Add((key, number));
        return earlier;
    }

    private static ulong Mix(ulong hash, ulong next) => unchecked((hash ^ next) * HashPrime);
}
