using System.Globalization;
using System.Text;
using Estate.Domain.Devices;

namespace Estate.Adapters.Influx;

/// <summary>
/// InfluxDB line protocol, one line per measurement: tags sorted bytewise, nanosecond timestamps that are always ours, so
/// that the same point is the same bytes and writing it twice changes nothing.
/// </summary>
public static class LineProtocol
{
    /// <summary>Points of one millisecond are told apart by a number below this many nanoseconds.</summary>
    private const int PerMillisecond = 1_000_000;

    /// <param name="number">The point's number where it came from: two that happened at once must not overwrite each other (P-I6).</param>
    /// <exception cref="ArgumentException">No field, or a number that is not finite: such a point cannot be stored.</exception>
    public static void Append(StringBuilder to, Measurement point, string site, long number = 0)
    {
        if (point.Fields.IsEmpty)
            throw new ArgumentException($"measurement {point.Name} has no field");
        AppendEscaped(to, point.Name, ", ");
        var tags = point.Tags.Append(("site", site)).Where(tag => tag.Item2.Length > 0).OrderBy(tag => tag.Item1, StringComparer.Ordinal);
        foreach (var (key, value) in tags)
        {
            AppendEscaped(to.Append(','), key, ",= ");
            AppendEscaped(to.Append('='), value, ",= ");
        }
        var separator = ' ';
        foreach (var (key, value) in point.Fields)
        {
            AppendEscaped(to.Append(separator), key, ",= ");
            AppendNumber(to.Append('='), point.Name, key, value);
            separator = ',';
        }
        to.Append(' ').Append(CultureInfo.InvariantCulture, $"{(point.At.ToUnixTimeMilliseconds() * PerMillisecond) + (number % PerMillisecond)}");
    }

    /// <inheritdoc cref="Append"/>
    public static string Line(Measurement point, string site, long number = 0)
    {
        var line = new StringBuilder();
        Append(line, point, site, number);
        return line.ToString();
    }

    private static void AppendNumber(StringBuilder to, string name, string key, FieldValue value)
    {
        if (!double.IsFinite(value.Number))
            throw new ArgumentException($"{name}.{key} is {value.Number}");
        if (value.IsInteger)
            to.Append(CultureInfo.InvariantCulture, $"{(long)value.Number}i");
        else
            to.Append(CultureInfo.InvariantCulture, $"{value.Number:R}");
    }

    private static void AppendEscaped(StringBuilder to, string text, string special)
    {
        foreach (var letter in text)
        {
            // A line break would end the line; line protocol has no escape for it in names and tags.
            if (letter is '\n' or '\r')
            {
                to.Append("\\ ");
                continue;
            }
            if (special.Contains(letter, StringComparison.Ordinal))
                to.Append('\\');
            to.Append(letter);
        }
        // A backslash at the end would escape the separator that follows.
        if (text.EndsWith('\\'))
            to.Append('_');
    }
}
