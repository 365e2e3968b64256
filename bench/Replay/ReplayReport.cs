namespace Estate.Bench.Replay;

/// <summary>What became of a source's recordings: every one is accepted, a duplicate, rejected or late.</summary>
internal sealed class ReplayReport(string source)
{
    /// <summary>The gateway counts something else than the recording.</summary>
    internal const string Wrong = "counted_otherwise";

    private readonly SortedDictionary<string, int> _reasons = new(StringComparer.Ordinal);
    private readonly List<RefusedRow> _refused = [];

    internal string Source => source;
    internal int In { get; private set; }
    internal int Accepted { get; private set; }
    internal int Duplicate { get; private set; }
    internal int Rejected { get; private set; }
    internal int Late { get; private set; }
    internal IReadOnlyDictionary<string, int> Reasons => _reasons;

    /// <summary>Every row that was not accepted.</summary>
    internal IReadOnlyList<RefusedRow> Refused => _refused;

    internal bool Reconciles => In == Accepted + Duplicate + Rejected + Late && !_reasons.ContainsKey(Wrong);

    internal void Read() => In++;

    internal void Accept() => Accepted++;

    internal void FindDuplicate(RecordedRow row, string reason)
    {
        Duplicate++;
        Refuse(row, reason, "");
    }

    internal void Reject(RecordedRow row, string reason, string detail = "")
    {
        Rejected++;
        Refuse(row, reason, detail);
    }

    internal void FindLate(RecordedRow row)
    {
        Late++;
        Refuse(row, "older_than_newest", "");
    }

    /// <summary>A remark on something counted already, such as a level out of range.</summary>
    internal void CountReason(string reason) => _reasons[reason] = _reasons.GetValueOrDefault(reason) + 1;

    internal static ReplayReport Sum(string source, IEnumerable<ReplayReport> reports)
    {
        var sum = new ReplayReport(source);
        foreach (var one in reports)
        {
            (sum.In, sum.Accepted, sum.Duplicate, sum.Rejected, sum.Late) =
                (sum.In + one.In, sum.Accepted + one.Accepted, sum.Duplicate + one.Duplicate, sum.Rejected + one.Rejected,
                    sum.Late + one.Late);
            sum._refused.AddRange(one._refused);
            foreach (var (reason, count) in one._reasons)
                sum._reasons[reason] = sum._reasons.GetValueOrDefault(reason) + count;
        }
        return sum;
    }

    /// <summary>A line for each and one for all.</summary>
    internal static string Table(IReadOnlyCollection<ReplayReport> reports)
    {
        var lines = new List<string> { $"{"source",-28}{"in",8} = {"accepted",8} + {"duplicate",9} + {"rejected",8} + {"late",6}   "
            + "reasons" };
        foreach (var one in reports.Append(Sum("total", reports)))
            lines.Add($"{one.Source,-28}{one.In,8} = {one.Accepted,8} + {one.Duplicate,9} + {one.Rejected,8} + {one.Late,6}   "
                    + string.Join(", ", one.Reasons.Select(reason => $"{reason.Key} {reason.Value}"))
                    + (one.Reconciles ? "" : "   DOES NOT ADD UP"));
        return string.Join('\n', lines);
    }

    private void Refuse(RecordedRow row, string reason, string detail)
    {
        _refused.Add(new(row, reason, detail));
        CountReason(reason);
    }
}
