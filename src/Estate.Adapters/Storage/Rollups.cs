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
    private const int MinutesOfAHalf = 30;
    private static readonly int[] FinestFirst = [Minute, HalfHour, Day];

    /// <summary>More than a busy hour brings; whoever does not flush for that long loses some.</summary>
    private const int MaxArrived = 200_000;

    private readonly ConcurrentQueue<Measurement> _arrived = new();
    private readonly Lock _lock = new();
    private readonly RollupTable _table;
    private readonly Dictionary<string, SeriesSchema> _schemas;
    private readonly RollupDays _days;
    private readonly Dictionary<(Instant Hour, long Series), (RolledSeries Series, RollupBlock Block)> _open = [];

    /// <summary>Days of whose minutes some are newer than what was made of them.</summary>
    private readonly HashSet<LocalDate> _stale = [];
    private LocalDate? _looked;
    private long _dropped;

    /// <param name="kinds">Whose measurements are kept.</param>
    /// <param name="zone">Whose days are days.</param>
    public Rollups(EstateDatabase database, IEnumerable<IDeviceKind> kinds, DateTimeZone zone)
    {
        (_table, _days) = (new(database), new(zone));
        _schemas = kinds.SelectMany(kind => kind.Series).DistinctBy(series => series.Name).ToDictionary(series => series.Name);
    }

    /// <summary>Measurements given up because the disk refused them for too long; the oldest.</summary>
    public long Dropped => Interlocked.Read(ref _dropped);

    /// <summary>
    /// Hours of a series that may wait in memory for a disk that refuses, at least: ten hours of the reference estate, some 40 MB.
    /// </summary>
    internal int LeastOpen { get; init; } = 5_000;

    /// <summary>Of a large estate so many hours of each series: one that is over, one under way, and one for a disk that refuses.</summary>
    private const int HoursOfAll = 3;

    private int MaxOpen => Math.Max(LeastOpen, HoursOfAll * _table.Count);

    /// <summary>Takes no time: it is counted when somebody asks, or at the next <see cref="Flush"/>.</summary>
    public void Add(Measurement point)
    {
        if (!_schemas.ContainsKey(point.Name))
            return;
        if (_arrived.Count < MaxArrived)
            _arrived.Enqueue(point);
        else
            Interlocked.Increment(ref _dropped);
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
            var hours = _open.Where(open => isLast || open.Key.Hour < _days.HourOf(now)).ToList();
            foreach (var day in hours.GroupBy(open => _days.DayOf(open.Key.Hour)))
                WriteHours(day.Key, [.. day.Select(open => (open.Key.Hour, open.Value.Series, open.Value.Block))]);
            if (isSure)
                CloseDays(_days.DayOf(now));
        }
    }

    /// <summary>
    /// As minutes; where those of the day are forgotten already, what is still said of it goes into what was made of them.
    /// </summary>
    private void WriteHours(LocalDate day, List<(Instant Hour, RolledSeries Series, RollupBlock Block)> hours)
    {
        if (Has(Day, day) && !Has(Minute, day))
            Write([.. Coarser(day, hours).Where(one => Has(one.Resolution, day))]);
        else
        {
            Write([.. hours.Select(one => (Minute, one.Hour, one.Series, one.Block))]);
            _stale.Add(day);
        }
        foreach (var (hour, series, _) in hours)
            _open.Remove((hour, series.Id));
    }

    /// <summary>With what a life before a restart, or an earlier late word, left there.</summary>
    private void Write(List<(int Resolution, Instant Start, RolledSeries Series, RollupBlock Block)> blocks)
    {
        var written = blocks.Select(one => (one.Resolution, one.Start)).Distinct()
            .SelectMany(at =>
                _table.Blocks(at.Resolution, at.Start, at.Start + Duration.FromSeconds(1))
                .Select(row => (Key: (at.Resolution, at.Start, row.Series), row.Body)))
            .ToDictionary(row => row.Key, row => row.Body);
        _table.Write(
            blocks.Select(one =>
                (one.Resolution, one.Start, one.Series.Id,
                Merged(written.GetValueOrDefault((one.Resolution, one.Start, one.Series.Id)), one.Series, one.Block).Encode())).ToList(),
                []);
    }

    private static RollupBlock Merged(byte[]? written, RolledSeries series, RollupBlock block)
    {
        if (written is null || RollupBlock.Decode(written, series.Fields.Count, block.Slots) is not { } before)
            return block;
        before.MergeFrom(block, 0, 1);
        return before;
    }

    /// <summary>
    /// Days that are over: those something was written of, and at a new day those that nobody was there to close. Only then minutes are
    /// forgotten.
    /// </summary>
    private void CloseDays(LocalDate today)
    {
        var isNew = _looked != today;
        if (isNew)
            _stale.UnionWith(DaysWithMinutes().Where(day => !Has(Day, day)));
        foreach (var day in _stale.Where(day => day < today).ToList())
        {
            var minutes = Blocks(Minute, _days.StartOf(day), _days.EndOf(day), _schemas.Keys.SelectMany(_table.All));
            _table.Write(Coarser(day, minutes).Select(one => (one.Resolution, one.Start, one.Series.Id, one.Block.Encode())).ToList(), []);
            _stale.Remove(day);
        }
        if (isNew)
            _table.Write([], FinestFirst.Select(resolution => (resolution, _days.KeptFrom(resolution, today))));
        _looked = today;
    }

    private IEnumerable<LocalDate> DaysWithMinutes()
    {
        for (var next = _table.First(Minute, Instant.MinValue); next is { } at; next = _table.First(Minute, _days.EndOf(_days.DayOf(at))))
            yield return _days.DayOf(at);
    }

    private bool Has(int resolution, LocalDate day) => _table.First(resolution, _days.StartOf(day)) < _days.EndOf(day);

    public async IAsyncEnumerable<Measurement> ReadAsync(
        SeriesSchema series, Instant from, Instant until, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken stop)
    {
        await Task.CompletedTask;
        for (var day = _days.DayOf(from); _days.StartOf(day) < until; day = day.PlusDays(1))
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
        lock (_lock)
        {
            CountArrived();
            return FinestFirst.Select(resolution =>
                Points(Blocks(resolution, _days.StartOf(day), _days.EndOf(day), _table.All(schema.Name)), resolution))
                .FirstOrDefault(points => points.Count > 0, []);
        }
    }

    /// <summary>Of one resolution, in order; the day under way is made from its minutes.</summary>
    /// <param name="isAsked">Of a point of a series (its name and tags): others are not even read.</param>
    public IReadOnlyList<Measurement> Read(
        SeriesSchema schema, int resolution, Instant from, Instant until, Func<Measurement, bool>? isAsked = null)
    {
        lock (_lock)
        {
            CountArrived();
            var of = _table.All(schema.Name).Where(series => isAsked?.Invoke(new(series.Name, until, [.. series.Tags], [])) ?? true)
                .ToList();
            var points = Points(Blocks(resolution, _days.StartOf(_days.DayOf(from)), until, of), resolution);
            var today = _days.DayOf(until);
            if (resolution > Minute)
                points.AddRange(
                    Points(Coarser(today, Blocks(Minute, _days.StartOf(today), _days.EndOf(today), of))
                    .Where(one => one.Resolution == resolution).Select(one => (one.Start, one.Series, one.Block)), resolution));
            return [.. points.Where(point => point.At >= from && point.At < until)
                .DistinctBy(point => (point.At, string.Join(',', point.Tags))).OrderBy(point => point.At)];
        }
    }

    /// <summary>Of some series, on the disk and in memory.</summary>
    private IEnumerable<(Instant Start, RolledSeries Series, RollupBlock Block)> Blocks(
        int resolution, Instant from, Instant until, IEnumerable<RolledSeries> of)
    {
        var known = of.ToDictionary(series => series.Id);
        foreach (var (start, id, body) in _table.Blocks(resolution, from, until, known.Keys))
            if (RollupBlock.Decode(body, known[id].Fields.Count, _days.SlotsOf(resolution, start)) is { } block)
                yield return (start, known[id], block);
        if (resolution == Minute)
            foreach (var ((hour, id), (series, block)) in _open)
                if (hour >= from && hour < until && known.ContainsKey(id))
                    yield return (hour, series, block);
    }

    private void CountArrived()
    {
        while (_arrived.TryDequeue(out var point))
        {
            var (series, hour) = (_table.SeriesOf(_schemas[point.Name], point), _days.HourOf(point.At));
            if (!_open.TryGetValue((hour, series.Id), out var open))
                _open[(hour, series.Id)] = open = (series, new(series.Fields.Count, _days.SlotsOf(Minute, hour)));
            foreach (var (field, value) in point.Fields)
                if (double.IsFinite(value.Number) && IndexOf(series.Fields, field) is >= 0 and var index)
                    open.Block.Add((int)(point.At - hour).TotalMinutes, index, value.Number);
        }
        if (_open.Count <= MaxOpen)
            return;
        foreach (var (key, open) in _open.OrderBy(open => open.Key.Hour).Take(_open.Count - MaxOpen).ToList())
        {
            _open.Remove(key);
            Interlocked.Add(ref _dropped, open.Block.Values);
        }
    }

    private static List<Measurement> Points(IEnumerable<(Instant Start, RolledSeries Series, RollupBlock Block)> blocks, int resolution) =>
        [.. blocks.SelectMany(block => Points(block.Series, block.Start, resolution, block.Block)).OrderBy(point => point.At)];

    private static IEnumerable<Measurement> Points(RolledSeries series, Instant start, int resolution, RollupBlock block)
    {
        for (var slot = 0; slot < block.Slots; slot++)
        {
            var fields = series.Fields.Select((field, index) => (field, At: block.At(slot, index))).Where(one => one.At is not null)
                .Select(one => (one.field, new FieldValue(one.At!.Value.Mean, false))).ToImmutableArray();
            if (!fields.IsEmpty)
                yield return new(series.Name, start + Duration.FromSeconds((long)slot * resolution), [.. series.Tags], fields);
        }
    }

    /// <summary>Half hours and the whole of a day, from minutes of it.</summary>
    private IEnumerable<(int Resolution, Instant Start, RolledSeries Series, RollupBlock Block)> Coarser(
        LocalDate day, IEnumerable<(Instant Hour, RolledSeries Series, RollupBlock Block)> minutes)
    {
        var start = _days.StartOf(day);
        foreach (var group in minutes.GroupBy(one => one.Series.Id))
        {
            var series = group.First().Series;
            var (halves, whole) = (
                new RollupBlock(series.Fields.Count, _days.SlotsOf(HalfHour, start)), new RollupBlock(series.Fields.Count, 1));
            foreach (var (hour, _, block) in group)
                halves.MergeFrom(block, (int)((hour - start) / Duration.FromMinutes(MinutesOfAHalf)), MinutesOfAHalf);
            whole.MergeFrom(halves, 0, halves.Slots);
            yield return (HalfHour, start, series, halves);
            yield return (Day, start, series, whole);
        }
    }

    private static int IndexOf(IReadOnlyList<string> fields, string field)
    {
        for (var i = 0; i < fields.Count; i++)
            if (fields[i] == field)
                return i;
        return -1;
    }
}
