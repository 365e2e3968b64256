using System.Buffers.Binary;
using System.Numerics;

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

    private const int Slots = 16_384;

    /// <summary>The newest points in the order in which they came, a ring; it grows while the oldest still lies in the window.</summary>
    private Point[] _points = new Point[Slots];

    /// <summary>Of each slot of keys the newest point, by how many came until then; 0 for none.</summary>
    private readonly long[] _newest = new long[Slots];
    private long _counted;

    /// <param name="Before">The one before it in its slot.</param>
    private readonly record struct Point(ulong Key, long Number, long Before);

    /// <summary>Points up to this number were counted.</summary>
    internal long Last { get; set; }

    /// <summary>From here on, as if nothing had been before.</summary>
    internal void Restart(long last)
    {
        Array.Clear(_newest);
        _counted = 0;
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

    /// <summary>
    /// FNV-1a, eight bytes at a time: the same in every process, so that also a collision gives the same tags each time.
    /// </summary>
    internal static ulong HashOf(ReadOnlySpan<byte> series)
    {
        var hash = HashBasis;
        // Products carry upwards only: turned round, high bits of a word reach the low ones of the next.
        for (; series.Length >= sizeof(ulong); series = series[sizeof(ulong)..])
            hash = BitOperations.RotateLeft(Mix(hash, BinaryPrimitives.ReadUInt64LittleEndian(series)), 32);
        var rest = (ulong)series.Length;
        foreach (var one in series)
            rest = (rest << 8) | one;
        return Mix(hash, rest);
    }

    /// <returns>How many of its series and millisecond came before.</returns>
    private int Count(ulong series, long milliseconds, long number)
    {
        var key = Mix(series, (ulong)milliseconds);
        ref var newest = ref _newest[(int)((key ^ (key >> 32)) % Slots)];
        var (earlier, before) = (0, newest);
        // Numbers rise: behind one that is too old all are.
        while (before > 0 && IsHeld(before))
        {
            ref readonly var point = ref PointAt(before);
            if (point.Number <= number - Window)
                break;
            earlier += point.Key == key ? 1 : 0;
            before = point.Before;
        }
        if (_counted >= _points.Length && PointAt(_counted + 1 - _points.Length).Number > number - Window)
            Grow();
        PointAt(++_counted) = new(key, number, newest);
        newest = _counted;
        return earlier;
    }

    private bool IsHeld(long place) => place > _counted - _points.Length;

    private ref Point PointAt(long place) => ref _points[place & (_points.Length - 1)];

    private void Grow()
    {
        var (held, grown) = (_points.Length, new Point[_points.Length * 2]);
        for (var place = _counted - held + 1; place <= _counted; place++)
            grown[place & (grown.Length - 1)] = PointAt(place);
        _points = grown;
    }

    private static ulong Mix(ulong hash, ulong next) => unchecked((hash ^ next) * HashPrime);
}
