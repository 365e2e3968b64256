using System.Buffers;
using System.Collections.Immutable;
using System.Globalization;
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

    /// <summary>Points of one millisecond get distinct numbers below this many nanoseconds.</summary>
    private const int PerMillisecond = 1_000_000;

    /// <param name="to">Empty.</param>
    /// <param name="number">The point's number where it came from: two that happened at once must not overwrite each other (P-I6).</param>
    /// <param name="apart">For a server that keeps no nanoseconds; null for the others.</param>
    /// <exception cref="ArgumentException">No field, or a number that is not finite: such a point cannot be stored.</exception>
    public static void Append(StringBuilder to, Measurement point, string site, long number = 0, SameMillisecond? apart = null)
    {
        if (!CanBeKept(point))
            throw new ArgumentException($"{point.Name} has no field, or a number that is none: {string.Join(' ', point.Fields)}");
        AppendSeries(to, point.Name, point.Tags, site);
        apart?.Append(to, point.At.ToUnixTimeMilliseconds(), number);
        var separator = ' ';
        foreach (var (key, value) in point.Fields)
        {
            AppendEscaped(to.Append(separator), key, InTags);
            AppendNumber(to.Append('='), value);
            separator = ',';
        }
        to.Append(CultureInfo.InvariantCulture, $" {Nanoseconds(point.At.ToUnixTimeMilliseconds(), number)}");
    }

    /// <summary>No server keeps a point without a field, or a number that is not finite.</summary>
    internal static bool CanBeKept(Measurement point) =>
        !point.Fields.IsEmpty && point.Fields.All(field => double.IsFinite(field.Value.Number));

    /// <summary>Name and tags.</summary>
    internal static void AppendSeries(StringBuilder to, string name, ImmutableArray<(string Key, string Value)> tags, string site)
    {
        AppendEscaped(to, name, InNames);
        Span<int> order = stackalloc int[tags.Length + 1];
        foreach (var index in Sort(tags, order))
        {
            var (key, value) = index < 0 ? ("site", site) : tags[index];
            if (value.Length == 0)
                continue;
            AppendEscaped(to.Append(','), key, InTags);
            AppendEscaped(to.Append('='), value, InTags);
        }
    }

    internal static long Nanoseconds(long milliseconds, long number) => (milliseconds * PerMillisecond) + (number % PerMillisecond);

    /// <inheritdoc cref="Append"/>
    public static string Line(Measurement point, string site, long number = 0, SameMillisecond? apart = null)
    {
        var line = new StringBuilder();
        Append(line, point, site, number, apart);
        return line.ToString();
    }

    private static void AppendNumber(StringBuilder to, FieldValue value)
    {
        if (value.IsInteger)
            to.Append(CultureInfo.InvariantCulture, $"{(long)value.Number}i");
        else
            to.Append(CultureInfo.InvariantCulture, $"{value.Number:R}");
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

    private static void AppendEscaped(StringBuilder to, string text, SearchValues<char> special)
    {
        if (!text.AsSpan().ContainsAny(special))
        {
            to.Append(text);
            return;
        }
        foreach (var letter in text)
        {
            // A line break would end the line; line protocol has no escape for it in names and tags.
            if (letter is '\n' or '\r')
                to.Append("\\ ");
            else
                to.Append(letter != '\\' && special.Contains(letter) ? "\\" : "").Append(letter);
        }
        // A backslash at the end would escape the separator that follows.
        if (text.EndsWith('\\'))
            to.Append('_');
    }
}
