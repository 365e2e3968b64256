using System.Globalization;
using NodaTime;
using Row = (Estate.Bench.Replay.RecordedRow Told, double? Capacity, double? Occupied);

namespace Estate.Bench.Replay;

/// <summary>
/// Counts of whole car parks, played as that many sensors: what the lot then counts must be what was recorded, at each recorded instant.
/// </summary>
internal sealed class CountReplay
{
    private const int MostBays = 100_000;

    private readonly ReplayReport _report;
    private readonly Duration _stuckAfter;
    private readonly HashSet<(double, double, Instant)> _seen = [];
    private (Instant At, int Occupied)? _last;
    private Instant _sameSince;

    private CountReplay(string site, double stuckHours) => (_report, _stuckAfter) = (new(site), Duration.FromHours(stuckHours));

    internal static IReadOnlyList<ReplayReport> Run(
        RecordingMapping.CountsSection counts, IReadOnlyList<RecordedRow> rows, IReadOnlyDictionary<string, string> settings)
    {
        // Read on one thread; car parks know nothing of each other, and each has a machine of its own.
        var sites = rows.GroupBy(row => row.Id).Select(site => (site.Key, Rows: Recording.Chronological([.. site])
            .Select(row => (row, row.Number(counts.Capacity), row.Number(counts.Occupied))).ToList())).ToList();
        return [.. sites.AsParallel().AsOrdered().Select(site => new CountReplay(site.Key, counts.StuckHours).Play(site.Rows, settings))];
    }

    private ReplayReport Play(List<Row> rows, IReadOnlyDictionary<string, string> settings)
    {
        var most = (int)rows.Where(row => Problem(row) is null).Select(row => Math.Max(row.Capacity ?? 0, row.Occupied ?? 0))
            .DefaultIfEmpty(0).Max();
        var bays = Enumerable.Range(0, most).Select(i => i.ToString("00000", CultureInfo.InvariantCulture)).ToArray();
        using var lot = new ReplayedLot(null, bays, settings);
        foreach (var row in rows)
        {
            _report.Read();
            var (capacity, occupied, at) = (row.Capacity ?? 0, row.Occupied ?? 0, row.Told.At ?? default);
            if (Problem(row) is { } problem)
                _report.Reject(row.Told, problem.Reason, problem.Detail);
            else if (!_seen.Add((capacity, occupied, at)))
                _report.FindDuplicate(row.Told, "same_row_twice");
            else if (at < _last?.At)
                _report.FindLate(row.Told);
            else
                Take(lot, bays, (int)occupied, (int)capacity, at);
        }
        return _report;
    }

    private static (string Reason, string Detail)? Problem(Row row) => row switch
    {
        { Told.Problem: { } problem } => problem,
        { Capacity: < 0 } or { Occupied: < 0 } => ("negative_count", ""),
        { Capacity: { } capacity, Occupied: { } occupied } when IsCount(capacity) && IsCount(occupied) => null,
        _ => (Recording.BadRow, FormattableString.Invariant($"capacity and occupied are whole numbers, 0 to {MostBays}")),
    };

    private static bool IsCount(double number) => number <= MostBays && number == Math.Floor(number);

    private void Take(ReplayedLot lot, string[] bays, int occupied, int capacity, Instant at)
    {
        _report.Accept();
        if (occupied > capacity)
            _report.CountReason("over_capacity");
        if (occupied != _last?.Occupied)
            _sameSince = at;
        else if (at - _sameSince >= _stuckAfter)
            _report.CountReason("stuck_counter");
        Move(lot, bays, _last?.Occupied, occupied, at);
        _last = (at, occupied);
        if (lot.Counts is var counts && (counts.Occupied != occupied || counts.Total != bays.Length))
            _report.CountReason(ReplayReport.Wrong);
    }

    /// <summary>The first count is everybody's first word; later ones are the difference.</summary>
    private static void Move(ReplayedLot lot, string[] bays, int? before, int after, Instant at)
    {
        string Word(bool isOccupied) => isOccupied ? ReplayedLot.Occupied : ReplayedLot.Free;
        if (before is not { } was)
            for (var i = 0; i < bays.Length; i++)
                lot.Say(bays[i], Word(i < after), at);
        else
            for (var i = Math.Min(was, after); i < Math.Max(was, after); i++)
                lot.Say(bays[i], Word(after > was), at);
    }
}
