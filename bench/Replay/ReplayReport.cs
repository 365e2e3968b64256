
namespace Estate.Bench.Replay;

/// <summary>What became of a source's recordings: every one is accepted, a duplicate, rejected or late.</summary>
public sealed class ReplayReport(string source)
{
    private readonly SortedDictionary<string, int> _reasons = new(StringComparer.Ordinal);

    public string Source => source;
    public int In { get; private set; }
    public int Accepted { get; private set; }
    public int Duplicate { get; private set; }
    public int Rejected { get; private set; }
    public int Late { get; private set; }
    public IReadOnlyDictionary<string, int> Reasons => _reasons;

    /// <summary>The gateway counts something else than the recording.</summary>
    internal const string Wrong = "counted_otherwise";

    public bool Reconciles => In == Accepted + Duplicate + Rejected + Late && !_reasons.ContainsKey(Wrong);

    internal void Read() => In++;

    internal void Accept() => Accepted++;

    internal void FindDuplicate(string reason)
    {
        Duplicate++;
        CountReason(reason);
    }

    internal void Reject(string reason)
    {
        Rejected++;
        CountReason(reason);
    }

    internal void FindLate()
    {
        Late++;
        CountReason("older_than_newest");
    }

    /// <summary>A remark on something counted already, such as a level out of range.</summary>
    internal void CountReason(string reason) => _reasons[reason] = _reasons.GetValueOrDefault(reason) + 1;

    public static ReplayReport Sum(string source, IEnumerable<ReplayReport> reports)
    {
        var sum = new ReplayReport(source);
        foreach (var one in reports)
        {
            (sum.In, sum.Accepted, sum.Duplicate, sum.Rejected, sum.Late) =
                (sum.In + one.In, sum.Accepted + one.Accepted, sum.Duplicate + one.Duplicate, sum.Rejected + one.Rejected,
                    sum.Late + one.Late);
            foreach (var (reason, count) in one._reasons)
                sum._reasons[reason] = sum._reasons.GetValueOrDefault(reason) + count;
        }
        return sum;
    }

    public static string Table(IEnumerable<ReplayReport> reports)
    {
        var lines = new List<string> { $"{"source",-28}{"in",8} = {"accepted",8} + {"duplicate",9} + {"rejected",8} + {"late",6}   "
            + "reasons" };
        foreach (var one in reports)
            lines.Add($"{one.Source,-28}{one.In,8} = {one.Accepted,8} + {one.Duplicate,9} + {one.Rejected,8} + {one.Late,6}   "
                    + string.Join(", ", one.Reasons.Select(reason => $"{reason.Key} {reason.Value}"))
                    + (one.Reconciles ? "" : "   DOES NOT ADD UP"));
        return string.Join('\n', lines);
    }
}
