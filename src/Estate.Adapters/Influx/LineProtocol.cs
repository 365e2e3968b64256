using System.Buffers;
using System.Collections.Immutable;
using System.Text;
using Estate.Domain.Devices;

namespace Estate.Adapters.Influx;

/// <summary>
/// InfluxDB line protocol, one line per measurement: tags sorted bytewise, nanosecond timestamps that are always ours, so
/// that the same point is the same bytes and writing it twice changes nothing.
/// </summary>
internal static class LineProtocol
{
    /// <summary>What needs a second look: what is escaped, and what has no escape.</summary>
    private static readonly SearchValues<char> InNames = SearchValues.Create(", \n\r\\"), InTags = SearchValues.Create(",= \n\r\\");

    private const int MostOnStack = 1024;

    /// <summary>Points of one millisecond get distinct numbers below this many nanoseconds.</summary>
    private const int PerMillisecond = 1_000_000;

    /// <param name="number">The point's number where it came from: two that happened at once must not overwrite each other (P-I6).</param>
    /// <param name="apart">For a server that keeps no nanoseconds; null for the others.</param>
    /// <exception cref="ArgumentException">No field, or a number that is not finite: such a point cannot be stored.</exception>
    internal static void Append(LineBatch to, Measurement point, string site, long number = 0, SameMillisecond? apart = null) =>
        to.Add(Write(to.Reserve(MostOf(point, site)), point, site, number, apart));

    /// <inheritdoc cref="Append"/>
    public static string Line(Measurement point, string site, long number = 0, SameMillisecond? apart = null)
    {
        var most = MostOf(point, site);
        var room = most <= MostOnStack ? stackalloc byte[most] : new byte[most];
        return Encoding.UTF8.GetString(room[..Write(room, point, site, number, apart)]);
    }

    /// <summary>No server keeps a point without a field, or a number that is not finite.</summary>
    internal static bool CanBeKept(Measurement point)
    {
        foreach (var (_, value) in point.Fields)
            if (!double.IsFinite(value.Number))
                return false;
        return !point.Fields.IsEmpty;
    }

    /// <summary>Name and tags, in UTF-8.</summary>
    internal static byte[] Series(string name, ImmutableArray<(string Key, string Value)> tags, string site)
    {
        var line = new LineWriter(new byte[MostOf(name, tags, site)]);
        AppendSeries(ref line, name, tags, site);
        return line.Written.ToArray();
    }

    internal static long Nanoseconds(long milliseconds, long number) => (milliseconds * PerMillisecond) + (number % PerMillisecond);

    private static int MostOf(Measurement point, string site)
    {
        var most = MostOf(point.Name, point.Tags, site) + SameMillisecond.MostOfTag + LineWriter.MostOfNumber;
        foreach (var (key, _) in point.Fields)
            most += LineWriter.MostOf(key) + LineWriter.MostOfNumber;
        return most;
    }

    private static int MostOf(string name, ImmutableArray<(string Key, string Value)> tags, string site)
    {
        var most = LineWriter.MostOf(name) + LineWriter.MostOf("site") + LineWriter.MostOf(site);
        foreach (var (key, value) in tags)
            most += LineWriter.MostOf(key) + LineWriter.MostOf(value);
        return most;
    }

    /// <returns>Bytes written.</returns>
    private static int Write(Span<byte> room, Measurement point, string site, long number, SameMillisecond? apart)
    {
        if (!CanBeKept(point))
            throw new ArgumentException($"{point.Name} has no field, or a number that is none: {string.Join(' ', point.Fields)}");
        var line = new LineWriter(room);
        var at = point.At.ToUnixTimeMilliseconds();
        AppendSeries(ref line, point.Name, point.Tags, site);
        apart?.AppendTag(ref line, SameMillisecond.HashOf(line.Written), at, number);
        var separator = (byte)' ';
        foreach (var (key, value) in point.Fields)
        {
            line.Append(separator);
            line.Append(key, InTags);
            line.Append((byte)'=');
            AppendNumber(ref line, value);
            separator = (byte)',';
        }
        line.Append((byte)' ');
        line.Append(Nanoseconds(at, number));
        return line.Length;
    }

    private static void AppendSeries(ref LineWriter line, string name, ImmutableArray<(string Key, string Value)> tags, string site)
    {
        line.Append(name, InNames);
        Span<int> order = stackalloc int[tags.Length + 1];
        foreach (var index in Sort(tags, order))
        {
            var (key, value) = index < 0 ? ("site", site) : tags[index];
            if (value.Length == 0)
                continue;
            line.Append((byte)',');
            line.Append(key, InTags);
            line.Append((byte)'=');
            line.Append(value, InTags);
        }
    }

    private static void AppendNumber(ref LineWriter line, FieldValue value)
    {
        if (value.IsInteger)
        {
            line.Append((long)value.Number);
            line.Append((byte)'i');
        }
        else
            line.Append(value.Number);
    }

    /// <summary>Places of the tags by their keys, bytewise; -1 is the site. They are few.</summary>
    private static ReadOnlySpan<int> Sort(ImmutableArray<(string Key, string Value)> tags, Span<int> order)
    {
        var count = 0;
        for (var next = -1; next < tags.Length; next++)
        {
            var place = count++;
            for (; place > 0 && string.CompareOrdinal(KeyOf(tags, order[place - 1]), KeyOf(tags, next)) > 0; place--)
                order[place] = order[place - 1];
            order[place] = next;
        }
        return order[..count];
    }

    private static string KeyOf(ImmutableArray<(string Key, string Value)> tags, int index) => index < 0 ? "site" : tags[index].Key;
}
