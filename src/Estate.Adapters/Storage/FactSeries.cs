using System.Globalization;
using System.Text;
using System.Text.Unicode;
using Estate.Adapters.Influx;

namespace Estate.Adapters.Storage;

/// <summary>Facts of one type from one device: what all their lines begin with, in UTF-8.</summary>
/// <param name="HasFigures">Facts of that type measure something, too.</param>
internal sealed record FactSeries(byte[] Device, byte[] Type, byte[] Head, bool HasFigures)
{
    /// <summary>Number, time and a tag.</summary>
    private const int MostAfterHead = 100;

    private readonly ulong _hash = SameMillisecond.HashOf(Head);

    internal void AddTo(LineBatch lines, long number, long milliseconds, SameMillisecond? apart)
    {
        var room = lines.Reserve(Head.Length + MostAfterHead);
        var used = Head.Length;
        Head.CopyTo(room);
        if (apart?.Count(_hash, milliseconds, number) is > 0 and var earlier
            && Utf8.TryWrite(room[used..], CultureInfo.InvariantCulture, $",{SameMillisecond.Tag}={earlier}", out var tag))
            used += tag;
        var time = LineProtocol.Nanoseconds(milliseconds, number);
        if (!Utf8.TryWrite(room[used..], CultureInfo.InvariantCulture, $" n={number}i {time}", out var rest))
            throw new InvalidOperationException("a line is longer than it can be");
        lines.Add(used + rest);
    }

    /// <summary>Those of an estate; they are few.</summary>
    internal sealed class Known(string site, IReadOnlySet<string> withFigures)
    {
        private readonly Dictionary<ulong, FactSeries> _all = [];

        internal FactSeries Of(ReadOnlySpan<byte> device, ReadOnlySpan<byte> type)
        {
            var key = unchecked((SameMillisecond.HashOf(device) * 31) + SameMillisecond.HashOf(type));
            return _all.TryGetValue(key, out var known) && device.SequenceEqual(known.Device) && type.SequenceEqual(known.Type) ? known
                : _all[key] = Make(device.ToArray(), type.ToArray());
        }

        private FactSeries Make(byte[] device, byte[] type)
        {
            var (head, word) = (new StringBuilder(), Encoding.UTF8.GetString(type));
            LineProtocol.AppendSeries(head, FactLines.Schema.Name, [("device", Encoding.UTF8.GetString(device)), ("type", word)], site);
            return new(device, type, Encoding.UTF8.GetBytes(head.ToString()), withFigures.Contains(word));
        }
    }
}
