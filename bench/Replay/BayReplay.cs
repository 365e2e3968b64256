using NodaTime;

namespace Estate.Bench.Replay;

/// <summary>
/// What was said of single bays, in polls or change by change: one change follows for each that changed and none for others, and the lot
/// counts what was said.
/// </summary>
internal sealed class BayReplay(RecordingMapping.StatusSection status, IReadOnlyList<RecordedRow> rows, RecordedIds ids)
{
    private const string Unknown = "unknown";

    private readonly OrderedDictionary<string, ReplayReport> _reports = new();
    private readonly Dictionary<string, string> _known = [];

    private sealed record Said(RecordedRow Row, string Bay, string Status, Instant At);

    internal IReadOnlyList<ReplayReport> Run(IReadOnlyDictionary<string, string> settings, string work)
    {
        foreach (var row in rows)
            ReportOf(row).Read();
        var said = rows.GroupBy(row => row.Id).SelectMany(bay => Accepted(Recording.Chronological([.. bay]))).ToList();
        using var lot = new ReplayedLot(work, said.Select(one => one.Bay).Distinct(), settings);
        foreach (var instant in said.OrderBy(one => one.At).GroupBy(one => one.At))
            Play(lot, [.. instant]);
        return [.. _reports.Values];
    }

    private ReplayReport ReportOf(RecordedRow row)
    {
        if (!_reports.TryGetValue(row.File, out var report))
            _reports[row.File] = report = new(row.File);
        return report;
    }

    private IEnumerable<Said> Accepted(IReadOnlyList<RecordedRow> bay)
    {
        var (newest, seen) = (Instant.MinValue, new HashSet<(Instant, string)>());
        foreach (var row in bay)
        {
            var (report, word) = (ReportOf(row), row.Value(status.Word).Trim());
            if (row.Problem is { } problem)
                report.Reject(row, problem.Reason, problem.Detail);
            else if (status.Words.GetValueOrDefault(word) is not { } ours)
                report.Reject(row, Recording.BadRow, $"status.words has no '{word}'");
            else if (!seen.Add((row.At!.Value, ours)))
                report.FindDuplicate(row, "same_space_twice");
            else if (row.At < newest)
                report.FindLate(row);
            else
            {
                report.Accept();
                newest = row.At.Value;
                yield return new(row, ids.Of(row.Id), ours, newest);
            }
        }
    }

    private void Play(ReplayedLot lot, IReadOnlyList<Said> instant)
    {
        foreach (var one in instant)
        {
            var (report, before) = (ReportOf(one.Row), _known.GetValueOrDefault(one.Bay, Unknown));
            report.CountReason(before == Unknown ? "new_space" : before == one.Status ? "unchanged" : "changed");
            if (lot.Say(one.Bay, one.Status, one.At) != (before == one.Status ? 0 : 1))
                report.CountReason(ReplayReport.Wrong);
            _known[one.Bay] = one.Status;
        }
        var counts = lot.Counts;
        int Known(string word) => _known.Values.Count(known => known == word);
        if ((counts.Occupied, counts.Free, counts.Fault)
            != (Known(ReplayedLot.Occupied), Known(ReplayedLot.Free), Known(ReplayedLot.Fault)))
            ReportOf(instant[^1].Row).CountReason(ReplayReport.Wrong);
    }
}
