using Estate.Adapters.History;
using Estate.Adapters.Influx;
using NodaTime;

namespace Estate.Adapters.Storage;

/// <summary>Of one device: facts in the journal, how many of them the time-series server has, and which it has not.</summary>
public sealed record SeriesCount(string Device, int Facts, IReadOnlyList<long> Missing);

/// <summary>Compares a time-series server with the journal, number by number, a day at a time.</summary>
public sealed class SeriesAudit(FactLines journal, ISeriesHistory server)
{
    /// <summary>Of all days from one on, facts up to a number; sorted by device.</summary>
    /// <param name="progress">The day that is looked at.</param>
    /// <exception cref="IOException">The server does not answer, or refuses.</exception>
    public async Task<IReadOnlyList<SeriesCount>> CountAsync(Instant? from, long upTo, IProgress<Instant>? progress, CancellationToken stop)
    {
        var counts = new SortedDictionary<string, (int Facts, List<long> Missing)>(StringComparer.Ordinal);
        foreach (var day in journal.DaysOf(upTo).Where(day => from is null || day + Duration.FromDays(1) > from))
        {
            stop.ThrowIfCancellationRequested();
            progress?.Report(day);
            var expected = journal.NumbersOf(day, upTo);
            var there = await NumbersAsync(day, stop);
            foreach (var (n, device) in expected)
            {
                var (facts, missing) = counts.TryGetValue(device, out var count) ? count : (0, []);
                if (!there.Contains(n))
                    missing.Add(n);
                counts[device] = (facts + 1, missing);
            }
        }
        return [.. counts.Select(one => new SeriesCount(one.Key, one.Value.Facts, one.Value.Missing))];
    }

    /// <summary>Sends what is missing once more.</summary>
    public async Task<WriteReport> RepairAsync(IEnumerable<long> missing, InfluxWriter writer, CancellationToken stop)
    {
        var (stored, rejected) = (0, new List<string>());
        foreach (var piece in missing.Order().Chunk(1_000))
        {
            var report = await writer.WriteAsync([.. piece.SelectMany(n => journal.Read(n - 1, n, 1).Lines)], stop);
            if (!report.IsSettled)
                return report with { Stored = stored };
            stored += report.Stored;
            rejected.AddRange(report.Rejected);
        }
        return new(stored, rejected, null);
    }

    private async Task<HashSet<long>> NumbersAsync(Instant day, CancellationToken stop)
    {
        var numbers = new HashSet<long>();
        await foreach (var point in server.ReadAsync(FactLines.Schema, day, day + Duration.FromDays(1), stop))
            foreach (var (_, value) in point.Fields)
                numbers.Add((long)value.Number);
        return numbers;
    }
}
