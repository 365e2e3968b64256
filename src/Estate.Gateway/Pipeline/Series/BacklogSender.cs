using Estate.Adapters.Influx;

namespace Estate.Gateway.Pipeline.Series;

/// <summary>
/// Sends what is older than now, the journal's first, then what lies on the disk: at most so many lines a second, in pieces
/// that a slow server takes in a quarter of a second, so that news never wait for long.
/// </summary>
internal sealed class BacklogSender(InfluxWriter writer, JournalCursor lane, SpillFolder spill, int perSecond, TimeProvider time)
{
    private const int MinLines = 100, MaxLines = 5_000;
    private static readonly TimeSpan Long = TimeSpan.FromMilliseconds(250);

    private int _piece = 1_000;
    private double _allowed;
    private long _asked = time.GetTimestamp();

    /// <summary>What of the journal comes next.</summary>
    private (IReadOnlyList<string> Lines, long Last)? _ahead;

    /// <summary>Of the file that is being sent: its lines, and how many of them are there.</summary>
    private (long Number, IReadOnlyList<string> Lines, int Sent)? _file;

    /// <summary>Lines the server refused; part of the next report, also where an unreadable file ends the turn.</summary>
    private List<string> _rejected = [];

    /// <summary>Lines the server accepted; reported alike.</summary>
    private int _stored;

    internal bool IsEmpty => lane.Behind == 0 && _file is null && spill.IsEmpty;

    /// <summary>Lines sent so far.</summary>
    internal long Sent { get; private set; }

    internal async Task<WriteReport> RunAsync(long began, TimeSpan budget, CancellationToken stop)
    {
        _allowed = Math.Min(perSecond, _allowed + (perSecond * time.GetElapsedTime(_asked).TotalSeconds));
        _asked = time.GetTimestamp();
        // One piece at least: news of a slow server must not stop what is older for ever.
        for (var isFirst = true; !IsEmpty && _allowed >= 1 && (isFirst || time.GetElapsedTime(began) < budget); isFirst = false)
        {
            var report = lane.Behind > 0 ? await JournalAsync(stop) : await FileAsync(stop);
            _rejected.AddRange(report.Rejected);
            if (!report.IsSettled)
                return WithSoFar(report);
        }
        return WithSoFar(new(0, [], null));
    }

    private WriteReport WithSoFar(WriteReport report)
    {
        var (stored, rejected) = (_stored, _rejected);
        (_stored, _rejected) = (0, []);
        return report with { Stored = stored, Rejected = rejected };
    }

    /// <summary>While one piece is on its way the next is read.</summary>
    private async Task<WriteReport> JournalAsync(CancellationToken stop)
    {
        var (lines, last) = _ahead ?? lane.Backlog(_piece);
        _ahead = (lines, last);
        var next = Task.Run(() => lane.Backlog(_piece, last), CancellationToken.None);
        WriteReport report;
        (IReadOnlyList<string> Lines, long Last) following;
        try
        {
            report = await WriteAsync(lines, stop);
        }
        finally
        {
            // It reads by the connection that others use afterwards.
            following = await next;
        }
        if (!report.IsSettled)
            return report;
        lane.HasBacklog(lines.Count == 0 ? lane.Done + lane.Behind : last);
        _ahead = lane.Behind > 0 ? following : null;
        return report;
    }

    private async Task<WriteReport> FileAsync(CancellationToken stop)
    {
        if (_file is not { } file)
        {
            var (number, all) = spill.Read();
            _file = file = (number, all, 0);
        }
        IReadOnlyList<string> lines = [.. file.Lines.Skip(file.Sent).Take(_piece)];
        var report = await WriteAsync(lines, stop);
        if (!report.IsSettled)
            return report;
        _file = file = file with { Sent = file.Sent + lines.Count };
        if (file.Sent < file.Lines.Count)
            return report;
        spill.Remove(file.Number);
        _file = null;
        return report;
    }

    private async Task<WriteReport> WriteAsync(IReadOnlyList<string> lines, CancellationToken stop)
    {
        var started = time.GetTimestamp();
        var report = await writer.WriteAsync(lines, stop);
        _piece = Math.Clamp(time.GetElapsedTime(started) > Long ? _piece / 2 : _piece * 2, MinLines, MaxLines);
        if (!report.IsSettled)
            return report;
        (_allowed, Sent) = (_allowed - lines.Count, Sent + lines.Count);
        _stored += report.Stored;
        return report;
    }
}
