using Estate.Adapters.Influx;
using Estate.Domain.Devices;
using NodaTime;

namespace Estate.Adapters.Storage;

/// <summary>
/// Compares a time-series server with the journal, sample by sample, a day at a time: each fact once, and each of its figures once
/// with its value, so that sums are equal, too.
/// </summary>
public sealed class SeriesAudit(FactLines journal, ISeriesStore server, ServerLimits limits, TimeProvider time)
{
    private const int Piece = 5_000;

    /// <summary>A journal from a backup may end before facts that were sent: so far back days without facts are looked at, too.</summary>
    private const int DaysLookedAt = 30;
    private static readonly Duration Day = Duration.FromDays(1);

    private readonly Dictionary<string, SeriesSchema> _measurements = new() { [FactLines.Schema.Name] = FactLines.Schema };

    /// <summary>Of all days from one on, facts up to a number; sorted by device.</summary>
    /// <param name="progress">The day that is looked at.</param>
    /// <exception cref="IOException">The server does not answer, or refuses.</exception>
    public async Task<IReadOnlyList<SeriesCount>> CountAsync(Instant? from, long upTo, IProgress<Instant>? progress, CancellationToken stop)
    {
        var now = Instant.FromDateTimeOffset(time.GetUtcNow());
        var kept = limits.KeptAt(now);
        var counts = new SortedDictionary<string, SeriesCount>(StringComparer.Ordinal);
        foreach (var day in DaysOf(upTo, now).Where(day => from is null || day + Day > from))
        {
            stop.ThrowIfCancellationRequested();
            progress?.Report(day);
            foreach (var count in (await CompareAsync(day, upTo, kept, stop)).Counts(kept))
                counts[count.Device] = counts.TryGetValue(count.Device, out var before) ? Sum(before, count) : count;
        }
        return [.. counts.Values];
    }

    /// <summary>Sends what is missing once more.</summary>
    public Task<WriteReport> RepairAsync(IEnumerable<long> missing, InfluxWriter writer, CancellationToken stop) =>
        WriteAsync(journal.LinesOf(missing).Chunk(Piece), writer, stop);

    /// <summary>
    /// Deletes what the server has of this estate's facts, and sends the journal again: whatever was there too often, or is of
    /// another journal, is gone then. Ended in between, facts are missing, and a repair sends them.
    /// </summary>
    /// <exception cref="IOException">The server does not answer, refuses, or cannot delete: nothing has changed.</exception>
    public async Task<WriteReport> RewriteAsync(InfluxWriter writer, CancellationToken stop)
    {
        if (journal.Expired is > 0 and var expired)
            throw new IOException(
                $"Retention has deleted facts up to number {expired} here; only the server has them, and they would be lost. Nothing was "
                    + "changed. Send what is missing with --repair --from a day after that, or delete by hand what is too much");
        LearnAllMeasurements();
        await server.DeleteAsync(_measurements.Values, stop);
        // The gateway goes on sending: what it sent before the deletion is not beyond what is the newest now.
        return await WriteAsync(Pieces(journal.Head), writer, stop);
    }

    /// <summary>Also of days that were not looked at: what is sent again would be there twice.</summary>
    private void LearnAllMeasurements()
    {
        foreach (var day in journal.DaysOf(journal.Head))
            foreach (var figures in journal.FiguresOf(day, journal.Head).GroupBy(one => one.Figure.Name))
                SchemaOf(figures.Select(one => one.Figure));
    }

    private IEnumerable<IReadOnlyList<string>> Pieces(long head)
    {
        for (var (lines, last) = journal.Read(0, head, Piece); lines.Count > 0; (lines, last) = journal.Read(last, head, Piece))
            yield return lines;
    }

    private static async Task<WriteReport> WriteAsync(
        IEnumerable<IReadOnlyList<string>> pieces, InfluxWriter writer, CancellationToken stop)
    {
        var (stored, rejected) = (0, new List<string>());
        foreach (var piece in pieces)
        {
            var report = await writer.WriteAsync(piece, stop);
            if (!report.IsSettled)
                return report with { Stored = stored };
            stored += report.Stored;
            rejected.AddRange(report.Rejected);
        }
        return new(stored, rejected, null);
    }

    private IEnumerable<Instant> DaysOf(long upTo, Instant now)
    {
        var days = journal.DaysOf(upTo).ToList();
        var today = Instant.FromUtc(now.InUtc().Year, now.InUtc().Month, now.InUtc().Day, 0, 0);
        var recent = Enumerable.Range(0, DaysLookedAt).Select(i => today - (Day * i));
        return days.Union(recent.Where(day => days.Count > 0 && day > days[0])).Order();
    }

    private async Task<SeriesDay> CompareAsync(Instant day, long upTo, Interval kept, CancellationToken stop)
    {
        var (compared, expired) = (new SeriesDay(journal.NumbersOf(day, upTo)), journal.Expired);
        if ((kept.HasStart && day + Day <= kept.Start) || (kept.HasEnd && day >= kept.End))
            return compared;
        await foreach (var sample in server.SamplesAsync(FactLines.Schema, day, day + Day, stop))
            compared.Add(sample, n => n <= expired || (n > upTo && n <= journal.Head));
        foreach (var figures in journal.FiguresOf(day, upTo).GroupBy(one => one.Figure.Name).ToList())
        {
            var series = SchemaOf(figures.Select(one => one.Figure));
            var (first, last) = (figures.Min(one => one.Figure.At), figures.Max(one => one.Figure.At));
            // A figure is of a whole millisecond; what tells two of one apart may lie below.
            var samples = await server.SamplesAsync(series, first, last + Duration.FromMilliseconds(1), stop).ToListAsync(stop);
            compared.Compare(figures, samples);
        }
        return compared;
    }

    private SeriesSchema SchemaOf(IEnumerable<Measurement> figures)
    {
        var all = figures.ToList();
        var (name, known) = (all[0].Name, _measurements.GetValueOrDefault(all[0].Name));
        return _measurements[name] = new(
            name, [.. all.SelectMany(one => one.Tags).Select(tag => tag.Key).Union(known?.Tags ?? []).Distinct()],
            [.. all.SelectMany(one => one.Fields).Select(field => field.Key).Union(known?.Fields ?? []).Distinct()]);
    }

    private static SeriesCount Sum(SeriesCount one, SeriesCount other) => new(one.Device, one.Facts + other.Facts)
    {
        Missing = [.. one.Missing, .. other.Missing],
        Doubled = one.Doubled + other.Doubled,
        Strange = one.Strange + other.Strange,
        NotKept = one.NotKept + other.NotKept,
    };
}
