using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace Estate.Adapters.Influx;

/// <summary>
/// Tells points of one series and millisecond apart where a server keeps milliseconds, and takes two samples of one for the same
/// sent twice: the second gets the tag <c>same_ms=1</c>, the third 2. The same points in the same order always get the same tags,
/// from wherever they are counted, as long as the <see cref="Window"/> numbers before are counted, too (decision 42).
/// </summary>
internal sealed class SameMillisecond
{
    internal const string Tag = "same_ms";

    /// <summary>Points farther apart than so are not looked at: together, one board's second or an outage it kept.</summary>
    internal const long Window = 10_000;

    private const ulong HashBasis = 14_695_981_039_346_656_037, HashPrime = 1_099_511_628_211;

    private readonly Queue<(long Number, ulong Key)> _recent = new();
    private readonly Dictionary<ulong, int> _counts = [];

    /// <summary>Points up to this number were counted.</summary>
    internal long Last { get; set; }

    /// <summary>From here on, as if nothing had been before.</summary>
    internal void Restart(long last)
    {
        _recent.Clear();
        _counts.Clear();
        Last = last;
    }

    /// <summary>Counts a point, and tags it where others came before.</summary>
    /// <param name="series">Its name and tags, and nothing else.</param>
    /// <param name="number">Never smaller than the one before.</param>
    internal void Append(StringBuilder series, long milliseconds, long number)
    {
        var hash = HashBasis;
        foreach (var piece in series.GetChunks())
            foreach (var letter in piece.Span)
                hash = Mix(hash, letter);
        if (Count(hash, milliseconds, number) is > 0 and var earlier)
            series.Append(CultureInfo.InvariantCulture, $",{Tag}={earlier}");
    }

    /// <summary>Counts a point; how many of its series and millisecond came before.</summary>
    /// <param name="series">By <see cref="HashOf"/>.</param>
    internal int Count(ulong series, long milliseconds, long number)
    {
        while (_recent.TryPeek(out var oldest) && oldest.Number <= number - Window)
            Forget(_recent.Dequeue().Key);
        var key = Mix(series, (ulong)milliseconds);
        _recent.Enqueue((number, key));
        ref var count = ref CollectionsMarshal.GetValueRefOrAddDefault(_counts, key, out _);
        return count++;
    }

    /// <summary>FNV-1a of 64 bits: the same in every process, so that also a collision gives the same tags each time.</summary>
    internal static ulong HashOf(ReadOnlySpan<byte> series)
    {
        var hash = HashBasis;
        foreach (var one in series)
            hash = Mix(hash, one);
        return hash;
    }

    private void Forget(ulong key)
    {
        if (_counts[key] == 1)
            _counts.Remove(key);
        else
            _counts[key]--;
    }

    private static ulong Mix(ulong hash, ulong next) => unchecked((hash ^ next) * HashPrime);
}
