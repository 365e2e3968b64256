using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization.Metadata;
using Dapper;
using Estate.Adapters.Influx;
using Estate.Domain.Devices;
using Microsoft.Data.Sqlite;

namespace Estate.Adapters.Storage;

/// <summary>Facts of one type from one device: whose, which, and what all their lines begin with, in UTF-8.</summary>
/// <param name="Figures">Reads of the body of those that measure something what figures are made of; null for others.</param>
internal sealed record FactSeries(DeviceId Device, byte[] Head, JsonTypeInfo? Figures)
{
    private readonly ulong _hash = SameMillisecond.HashOf(Head);

    internal void AddTo(LineBatch lines, long number, long milliseconds, SameMillisecond? apart)
    {
        var line = new LineWriter(lines.Reserve(Head.Length + SameMillisecond.MostOfTag + (2 * LineWriter.MostOfNumber)));
        line.Append(Head);
        apart?.AppendTag(ref line, _hash, milliseconds, number);
        line.Append(" n="u8);
        line.Append(number);
        line.Append("i "u8);
        line.Append(LineProtocol.Nanoseconds(milliseconds, number));
        lines.Add(line.Length);
    }

    /// <summary>Those of an estate, by the journal's numbers of device and type; they are few.</summary>
    internal sealed class Known(
        SqliteConnection connection, IReadOnlyDictionary<string, JsonTypeInfo> schemas, string site,
        IReadOnlyDictionary<string, Type> measuring)
    {
        private readonly Dictionary<(long Device, long Type), FactSeries?> _all = [];
        private readonly Dictionary<(DeviceId Device, Type Type), FactSeries> _ofFacts = [];

        /// <summary>False where the disk has damaged what the numbers stand for.</summary>
        internal bool TryFind(long device, long type, [NotNullWhen(true)] out FactSeries? series)
        {
            if (!_all.TryGetValue((device, type), out series))
                _all[(device, type)] = series = Make(device, type);
            return series is not null;
        }

        internal FactSeries Of(Fact fact)
        {
            var key = (fact.Device, fact.GetType());
            return _ofFacts.TryGetValue(key, out var series) ? series
                : _ofFacts[key] = Make(fact.Device.ToString(), fact.Slice, FactTypes.WordOf(fact));
        }

        private FactSeries? Make(long device, long type)
        {
            var name = connection.ExecuteScalar<string?>("SELECT CAST(name AS TEXT) FROM device WHERE id = @device", new { device });
            var (slice, word) = connection.QueryFirstOrDefault<(string?, string?)>(
                "SELECT CAST(slice AS TEXT), CAST(type AS TEXT) FROM fact_type WHERE id = @type", new { type });
            return name is null || slice is null || word is null ? null : Make(name, slice, word);
        }

        private FactSeries Make(string name, string slice, string word)
        {
            var head = LineProtocol.Series(FactLines.Schema.Name, [("device", name), ("type", word)], site);
            var isMeasuring = DeviceId.TryParse(name, out var known) && schemas.ContainsKey(slice);
            return new(known, head, isMeasuring && measuring.TryGetValue(word, out var figures)
                ? StoredJson.ReaderOf(figures, schemas[slice]) : null);
        }
    }
}
