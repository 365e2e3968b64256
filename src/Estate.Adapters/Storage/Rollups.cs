using System.Collections.Concurrent;
using System.Collections.Immutable;
using Estate.Adapters.History;
using Estate.Domain.Devices;
using NodaTime;

namespace Estate.Adapters.Storage;

/// <summary>
/// Means, least and most of what the estate's kinds measure: by the minute for a week, by the half hour for a hundred days, by
/// the day for five years. The hour under way is in memory; the rest is bounded, on the disk.
/// </summary>
public sealed class Rollups : ISeriesHistory
{
    public const int Minute = 60, HalfHour = 1_800, Day = 86_400;
    private const int MinutesOfABlock = 60, MinutesOfAHalf = 30;
    private static readonly Duration Hour = Duration.FromHours(1);
    private static readonly Duration MinutesKept = Duration.FromDays(7), HalvesKept = Duration.FromDays(100), DaysKept = Duration.FromDays(5 * 366);

    /// <summary>More than a busy hour brings; whoever does not flush for that long loses some.</summary>
    private const int MostArrived = 200_000;

    private readonly ConcurrentQueue<Measurement> _arrived = new();
    private readonly Lock _lock = new();
    private readonly RollupTable _table;
    private readonly Dictionary<string, SeriesSchema> _schemas;
    private readonly DateTimeZone _zone;
    private readonly HashSet<LocalDate> _stale = [];
    private LocalDate? _looked;
    private readonly Dictionary<(Instant Hour, long Series), (RolledSeries Series, RollupBlock Block)> _open = [];

    /// <param name="kinds">Whose measurements are kept.</param>
    /// <param name="zone">Whose days are days.</param>
    public Rollups(EstateDatabase database, IEnumerable<IDeviceKind> kinds, DateTimeZone zone)
    {
        (_table, _zone) = (new(database), zone);
        _schemas = kinds.SelectMany(kind => kind.Series).DistinctBy(series => series.Name).ToDictionary(series => series.Name);
    }

    /// <summary>Takes no time: it is counted when somebody asks, or at the next <see cref="Flush"/>.</summary>
    public void Add(Measurement point)
    {
        if (_schemas.ContainsKey(point.Name) && _arrived.Count < MostArrived)
            _arrived.Enqueue(point);
    }

    /// <summary>Writes hours that are over, makes what is coarser of days that are over, forgets what is too old.</summary>
    /// <param name="isLast">Also the hour under way: the gateway stops.</param>
    /// <param name="isSure">The clock can be believed; one that is ahead would forget everything.</param>
    /// <exception cref="IOException">The disk refuses; what was not written is kept for the next time.</exception>
    public void Flush(Instant now, bool isLast = false, bool isSure = true)
    {
        lock (_lock)
        {
            CountArrived();
            var due = _open.Where(open => isLast || open.Key.Hour < HourOf(now)).ToList();
            if (due.Count > 0)
            {
                var written = due.Select(open => open.Key.Hour).Distinct().SelectMany(hour => _table.Blocks(Minute, hour, hour + Hour)).ToDictionary(row => (row.Start, row.Series), row => row.Body);
                _table.Write(due.Select(open => (Minute, open.Key.Hour, open.Key.Series, Merged(written.GetValueOrDefault(open.Key), open.Value).Encode())).ToList(), []);
            }
            foreach (var open in due)
            {
                _open.Remove(open.Key);
                _stale.Add(open.Key.Hour.InZone(_zone).Date);
            }
            if (isSure)
                CoarsenStale(now);
        }
    }

    /// <summary>Days that are over: those something was written of, and at a new day those that nobody was there to close.</summary>
    private void CoarsenStale(Instant now)
    {
        var today = now.InZone(_zone).Date;
        if (_looked != today)
            for (var day = today.PlusDays(-6); day < today; day = day.PlusDays(1))
                if (_table.Blocks(Day, StartOf(day), StartOf(day.PlusDays(1))).Count == 0)
                    _stale.Add(day);
        foreach (var day in _stale.Where(day => day < today).ToList())
        {
            Coarsen(day, now);
            _stale.Remove(day);
        }
        _looked = today;
    }

    public async IAsyncEnumerable<Measurement> ReadAsync(SeriesSchema series, Instant from, Instant until, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken stop)
    {
        await Task.CompletedTask;
        for (var day = from.InZone(_zone).Date; StartOf(day) < until; day = day.PlusDays(1))
        {
            stop.ThrowIfCancellationRequested();
            foreach (var point in DayOf(series, day))
                if (point.At >= from && point.At < until)
                    yield return point;
        }
    }

    /// <summary>The finest there is of a day; each slot is a point at its beginning.</summary>
    private List<Measurement> DayOf(SeriesSchema schema, LocalDate day)
    {
        var (start, end) = (StartOf(day), StartOf(day.PlusDays(1)));
        foreach (var resolution in new[] { Minute, HalfHour, Day })
        {
            var points = Points(schema, resolution, start, end);
            if (points.Count > 0)
                return points;
        }
        return [];
    }

    /// <summary>Of one resolution, in order; the day under way is made from its minutes.</summary>
    public IReadOnlyList<Measurement> Read(SeriesSchema schema, int resolution, Instant from, Instant until)
    {
        lock (_lock)
        {
            var points = Points(schema, resolution, StartOf(from.InZone(_zone).Date), until);
            if (resolution > Minute)
                foreach (var (series, halves, whole) in Coarser(until.InZone(_zone).Date, [schema]))
                    points.AddRange(Points(series, StartOf(until.InZone(_zone).Date), resolution, resolution == HalfHour ? halves : whole));
            return [.. points.Where(point => point.At >= from && point.At < until).DistinctBy(point => (point.At, string.Join(',', point.Tags))).OrderBy(point => point.At)];
        }
    }

    private List<Measurement> Points(SeriesSchema schema, int resolution, Instant from, Instant until)
    {
        lock (_lock)
        {
            CountArrived();
            var all = _table.All(schema.Name).ToDictionary(series => series.Id);
            var blocks = _table.Blocks(resolution, from, until, all.Keys)
                .Select(row => (row.Start, Series: all[row.Series], Block: RollupBlock.Decode(row.Body, all[row.Series].Fields.Count, SlotsOf(resolution, row.Start))));
            if (resolution == Minute)
                blocks = blocks.Concat(_open.Where(open => open.Value.Series.Name == schema.Name && open.Key.Hour >= from && open.Key.Hour < until).Select(open => (open.Key.Hour, open.Value.Series, (RollupBlock?)open.Value.Block)));
            return [.. blocks.Where(block => block.Block is not null).SelectMany(block => Points(block.Series, block.Start, resolution, block.Block!)).OrderBy(point => point.At)];
        }
    }

    private void CountArrived()
    {
        while (_arrived.TryDequeue(out var point))
        {
            var (series, hour) = (_table.SeriesOf(_schemas[point.Name], point), HourOf(point.At));
            if (!_open.TryGetValue((hour, series.Id), out var open))
                _open[(hour, series.Id)] = open = (series, new(series.Fields.Count, MinutesOfABlock));
            foreach (var (field, value) in point.Fields)
                if (double.IsFinite(value.Number) && IndexOf(series.Fields, field) is >= 0 and var index)
                    open.Block.Add((int)(point.At - hour).TotalMinutes, index, value.Number);
        }
    }

    private static IEnumerable<Measurement> Points(RolledSeries series, Instant start, int resolution, RollupBlock block)
    {
        for (var slot = 0; slot < block.Slots; slot++)
        {
            var fields = series.Fields.Select((field, index) => (field, At: block.At(slot, index))).Where(one => one.At is not null).Select(one => (one.field, new FieldValue(one.At!.Value.Mean, false))).ToImmutableArray();
            if (!fields.IsEmpty)
                yield return new(series.Name, start + Duration.FromSeconds((long)slot * resolution), [.. series.Tags], fields);
        }
    }

    /// <summary>With what a life before a restart, or an earlier late word, left of the same hour.</summary>
    private static RollupBlock Merged(byte[]? written, (RolledSeries Series, RollupBlock Block) open)
    {
        if (written is null || RollupBlock.Decode(written, open.Series.Fields.Count, MinutesOfABlock) is not { } before)
            return open.Block;
        before.Take(open.Block, 0, 1);
        return before;
    }

    private void Coarsen(LocalDate day, Instant now)
    {
        var start = StartOf(day);
        if (start < now - MinutesKept)
            return;
        _table.Write(
            Coarser(day, _schemas.Values).SelectMany(one => new[] { (HalfHour, start, one.Series.Id, one.Halves.Encode()), (Day, start, one.Series.Id, one.Whole.Encode()) }).ToList(),
            [(Minute, now - MinutesKept), (HalfHour, now - HalvesKept), (Day, now - DaysKept)]);
    }

    /// <summary>Half hours and the whole of a day, from its minutes.</summary>
    private IEnumerable<(RolledSeries Series, RollupBlock Halves, RollupBlock Whole)> Coarser(LocalDate day, IEnumerable<SeriesSchema> schemas)
    {
        var (start, end) = (StartOf(day), StartOf(day.PlusDays(1)));
        var known = schemas.SelectMany(schema => _table.All(schema.Name)).ToDictionary(series => series.Id);
        var written = _table.Blocks(Minute, start, end, known.Keys).Select(row => (row.Start, row.Series, Block: RollupBlock.Decode(row.Body, known[row.Series].Fields.Count, MinutesOfABlock)));
        var open = _open.Where(one => known.ContainsKey(one.Key.Series) && one.Key.Hour >= start && one.Key.Hour < end).Select(one => (one.Key.Hour, one.Key.Series, (RollupBlock?)one.Value.Block));
        foreach (var group in written.Concat(open).GroupBy(one => one.Item2))
        {
            var series = known[group.Key];
            var (halves, whole) = (new RollupBlock(series.Fields.Count, SlotsOf(HalfHour, start)), new RollupBlock(series.Fields.Count, 1));
            foreach (var (hour, _, minutes) in group)
                if (minutes is not null)
                    halves.Take(minutes, (int)((hour - start) / Duration.FromMinutes(MinutesOfAHalf)), MinutesOfAHalf);
            whole.Take(halves, 0, halves.Slots);
            yield return (series, halves, whole);
        }
    }

    /// <summary>A day has 46 to 50 half hours.</summary>
    private int SlotsOf(int resolution, Instant start) => resolution switch
    {
        Minute => MinutesOfABlock,
        HalfHour => (int)((StartOf(start.InZone(_zone).Date.PlusDays(1)) - start) / Duration.FromMinutes(MinutesOfAHalf)),
        _ => 1,
    };

    private Instant StartOf(LocalDate day) => _zone.AtStartOfDay(day).ToInstant();

    private static Instant HourOf(Instant at) => Instant.FromUnixTimeSeconds(at.ToUnixTimeSeconds() / 3_600 * 3_600);

    private static int IndexOf(IReadOnlyList<string> fields, string field)
    {
        for (var i = 0; i < fields.Count; i++)
            if (fields[i] == field)
                return i;
        return -1;
    }
}
