using System.Text.Json.Serialization.Metadata;
using Dapper;
using Estate.Adapters.Influx;
using Estate.Domain.Devices;
using NodaTime;

namespace Estate.Adapters.Storage;

/// <summary>
/// The journal as lines for a time-series server: each fact is a point of the measurement <c>fact</c> that holds its number
/// in the journal, and the figures it has. The same fact always gives the same bytes, and no two facts give the same series and
/// time, so that sending twice changes nothing.
/// </summary>
public sealed class FactLines : JournalFile
{
    /// <summary>Of every fact: whose, what happened, and its number.</summary>
    public static readonly SeriesSchema Schema = new("fact", ["device", "type"], ["n"]);

    /// <summary>Tags that may stand at any point, whatever it measures.</summary>
    public static IReadOnlyList<string> CommonTags { get; } = ["site", SameMillisecond.Tag];

    private readonly EstateReader _reader;
    private readonly string _site;
    private readonly Dictionary<string, Type> _measuring;
    private readonly FactSeries.Known _series;
    private readonly JournalRows _rows;

    /// <summary>One for news and one for what is older, the last used first; none where the server keeps nanoseconds.</summary>
    private readonly SameMillisecond[] _apart;

    public FactLines(EstateDatabase database, EstateReader reader, string site, InfluxDialect dialect)
        : base(database)
    {
        (_reader, _site) = (reader, site);
        _measuring = FactTypes.Measuring(reader.FactSchemas.Values).ToDictionary(one => one.Word, one => one.Figures);
        _series = new(Connection, reader.FactSchemas, site, _measuring);
        _rows = new(Connection);
        _apart = dialect == InfluxDialect.VictoriaMetrics ? [new(), new()] : [];
    }

    /// <summary>The newest that retention has deleted; 0 where it has deleted none.</summary>
    internal long Expired => Connection.ExecuteScalar<long?>("SELECT fact FROM expired") ?? 0;

    /// <summary>
    /// In order, facts after one up to another until there are <paramref name="limit"/> lines, and the number of the last of them.
    /// </summary>
    public (IReadOnlyList<string> Lines, long Last) Read(long after, long until, int limit)
    {
        var lines = new LineBatch();
        return (lines, Render((after, until), limit, ApartAfter(after), lines));
    }

    /// <summary>The same of entries that follow one another and need not be read, all behind <paramref name="after"/>.</summary>
    public (IReadOnlyList<string> Lines, long Last) Of(IReadOnlyList<CommittedFact> fresh, long after, int limit)
    {
        var (lines, apart, last) = (new LineBatch(), ApartAfter(after), after);
        foreach (var (n, fact, concluded) in fresh)
        {
            if (lines.Count >= limit)
                break;
            var (series, at) = (_series.Of(fact), fact.Time.At.ToUnixTimeMilliseconds());
            series.AddTo(lines, last = n, at, apart);
            Append((fact.Figures ?? concluded?.Figures, series.Device, n), at, apart, lines);
        }
        apart?.Last = last;
        return (lines, last);
    }

    public override void Dispose()
    {
        _rows.Dispose();
        base.Dispose();
    }

    /// <summary>Of single facts, in the order of their numbers.</summary>
    internal IEnumerable<string> LinesOf(IEnumerable<long> numbers) => numbers.Order().SelectMany(n => Read(n - 1, n, 1).Lines);

    /// <summary>Days (UTC) on which facts up to a number happened.</summary>
    internal IEnumerable<Instant> DaysOf(long upTo) =>
        Connection.Query<long>(
            "SELECT DISTINCT at / @day FROM fact_at WHERE n <= @upTo ORDER BY 1", new { day = NodaConstants.MillisecondsPerDay, upTo })
            .Select(day => Instant.FromUnixTimeMilliseconds(day * NodaConstants.MillisecondsPerDay));

    /// <summary>The facts that happened on a day (UTC).</summary>
    internal IEnumerable<FactNumber> NumbersOf(Instant day, long upTo)
    {
        var from = day.ToUnixTimeMilliseconds();
        return Connection.Query<(long N, string Device, long At)>(
            "SELECT n, device, at FROM fact WHERE n IN (SELECT n FROM fact_at WHERE at >= @from AND at < @until) AND n <= @upTo",
            new { from, until = from + NodaConstants.MillisecondsPerDay, upTo })
            .Select(row => new FactNumber(row.N, row.Device, Instant.FromUnixTimeMilliseconds(row.At)));
    }

    /// <summary>What the facts of a day (UTC) measure; each figure may be of another time.</summary>
    internal IEnumerable<(FactNumber Fact, Measurement Figure)> FiguresOf(Instant day, long upTo)
    {
        var from = day.ToUnixTimeMilliseconds();
        return Connection.Query<(long N, string Device, long At, string Slice, string Body)>(
            "SELECT n, device, at, slice, body FROM fact WHERE n IN (SELECT n FROM fact_at WHERE at >= @from AND at < @until) "
                + "AND n <= @upTo AND type IN @types",
            new { from, until = from + NodaConstants.MillisecondsPerDay, upTo, types = _measuring.Keys }, buffered: false)
            .SelectMany(row => _reader.AllIn(row.Slice, row.Body).SelectMany(fact => fact.Series).Where(LineProtocol.CanBeKept)
                .Select(figure => (new FactNumber(row.N, row.Device, Instant.FromUnixTimeMilliseconds(row.At)), figure)));
    }

    /// <returns>The number of the last fact that was read.</returns>
    private long Render((long After, long Until) numbers, int limit, SameMillisecond? apart, LineBatch lines)
    {
        var last = numbers.After;
        _rows.Begin(numbers.After, numbers.Until, limit);
        try
        {
            while (lines.Count < limit && _rows.Read())
            {
                last = _rows.Number;
                var (at, (device, type)) = (_rows.At, _rows.Series);
                if (!_series.TryFind(device, type, out var series))
                    continue;
                series.AddTo(lines, last, at, apart);
                if (series.Figures is not null)
                    Append((FiguresIn(_rows.Body, series.Figures), series.Device, last), at, apart, lines);
            }
        }
        finally
        {
            _rows.End();
        }
        apart?.Last = last;
        return last;
    }

    private void Append((IFigures? Figures, DeviceId Device, long Number) of, long at, SameMillisecond? apart, LineBatch lines)
    {
        foreach (var figure in of.Figures?.Of(of.Device, Instant.FromUnixTimeMilliseconds(at)) ?? [])
            if (LineProtocol.CanBeKept(figure))
                LineProtocol.Append(lines, figure, _site, of.Number, apart);
    }

    /// <summary>Null where the disk has damaged it. A body of before there were columns says more than is asked of it.</summary>
    private IFigures? FiguresIn(ReadOnlySpan<byte> body, JsonTypeInfo figures)
    {
        if (StoredJson.TryRead(body, figures) is IFigures read)
            return read;
        _reader.CountDamage();
        return null;
    }

    /// <summary>What has counted all facts up to one, as far back as it matters.</summary>
    private SameMillisecond? ApartAfter(long after)
    {
        if (_apart is not [var used, var other])
            return null;
        if (IsBehind(other) && (!IsBehind(used) || used.Last < other.Last))
            (_apart[0], _apart[1]) = (used, other) = (other, used);
        if (!IsBehind(used))
        {
            (_apart[0], _apart[1]) = (used, other) = (other, used);
            used.Restart(Math.Max(0, after - SameMillisecond.Window));
        }
        if (used.Last < after)
            Render((used.Last, after), int.MaxValue, used, new());
        used.Last = after;
        return used;

        bool IsBehind(SameMillisecond one) => one.Last <= after && after - one.Last <= SameMillisecond.Window;
    }
}

/// <summary>A fact by its number in the journal: whose, and when it happened.</summary>
internal sealed record FactNumber(long N, string Device, Instant At);
