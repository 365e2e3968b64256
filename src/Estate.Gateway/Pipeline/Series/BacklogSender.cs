using Estate.Adapters.Influx;

namespace Estate.Gateway.Pipeline.Series;

/// <summary>
/// Sends what is older than now, the journal's first, then what lies on the disk: at most so many lines a second, in pieces
/// that a slow server takes in a quarter of a second, so that news never wait for long. Two pieces of the journal are on their way at
/// a time, and the next is read meanwhile: a server that awaits one idles. While one is held up others go ahead, for now and then
/// VictoriaMetrics sorts what it has before it answers. The cursor follows the first that is not there.
/// </summary>
internal sealed class BacklogSender(InfluxWriter writer, JournalCursor lane, SpillFolder spill, int perSecond, TimeProvider time)
{
    private const int MinLines = 100, MaxLines = 5_000, PiecesOnTheWay = 2, MaxAhead = 32;
    private static readonly TimeSpan Long = TimeSpan.FromMilliseconds(250);

    private int _piece = 1_000;
    private double _allowed;
    private long _asked = time.GetTimestamp();

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
            var report = lane.Behind > 0 ? await JournalAsync(began, budget, stop) : await FileAsync(stop);
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

    /// <summary>Of a piece behind one that did not arrive nothing counts: it is sent again, which changes nothing.</summary>
    private async Task<WriteReport> JournalAsync(long began, TimeSpan budget, CancellationToken stop)
    {
        var sent = new Queue<SentPiece>();
        var rejected = new List<string>();
        // Once all is there, the cursor moves on to the news that went ahead.
        var end = lane.End;
        var next = ReadAheadAsync(lane.Done, end);
        try
        {
            for (var isFirst = true; ;)
            {
                if (next is not null && HasRoom(sent) && (isFirst || time.GetElapsedTime(began) < budget))
                {
                    var (lines, last) = await next;
                    sent.Enqueue(new(WriteAsync(lines, stop), lines.Count, last));
                    next = _allowed >= 1 ? ReadAheadAsync(last, end) : null;
                    isFirst = false;
                }
                else if (sent.Where(piece => piece.IsOnTheWay).Select(piece => piece.Report).ToList() is [_, ..] onTheWay)
                    await Task.WhenAny(onTheWay);
                else if (sent.Count == 0)
                    return new(0, rejected, null);
                if (await SettleAsync(sent, rejected) is { IsSettled: false } problem)
                    return problem with { Rejected = rejected };
            }
        }
        finally
        {
            // The journal is read by one at a time.
            if (next is not null)
                await ((Task)next).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await Task.WhenAll(sent.Select(one => (Task)one.Report)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Nothing more is sent behind one that did not arrive.</summary>
    private static bool HasRoom(Queue<SentPiece> sent) =>
        sent.Count < MaxAhead && sent.Count(piece => piece.IsOnTheWay) < PiecesOnTheWay
            && sent.All(piece => piece.IsOnTheWay || piece.HasArrived);

    /// <summary>The cursor follows the first that is not there.</summary>
    /// <returns>The report of one that did not arrive, or null.</returns>
    private async Task<WriteReport?> SettleAsync(Queue<SentPiece> sent, List<string> rejected)
    {
        while (sent.TryPeek(out var oldest) && !oldest.IsOnTheWay)
        {
            sent.Dequeue();
            var report = await oldest.Report;
            rejected.AddRange(report.Rejected);
            if (!report.IsSettled)
                return report;
            Count(report, oldest.Lines);
            lane.HasBacklog(oldest.Last);
        }
        return null;
    }

    /// <returns>The piece behind a fact and its last one; null behind the last. What is read and not sent is read again.</returns>
    private Task<(IReadOnlyList<string> Lines, long Last)>? ReadAheadAsync(long after, long end) => after >= end ? null : Task.Run(() =>
    {
        var (lines, last) = lane.Backlog(_piece, after);
        return (lines, last == after ? end : last);
    });

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
        Count(report, lines.Count);
        _file = file = file with { Sent = file.Sent + lines.Count };
        if (file.Sent < file.Lines.Count)
            return report;
        spill.Remove(file.Number);
        _file = null;
        return report;
    }

    private async Task<WriteReport> WriteAsync(IReadOnlyList<string> lines, CancellationToken stop)
    {
        _allowed -= lines.Count;
        var started = time.GetTimestamp();
        var report = await writer.WriteAsync(lines, stop);
        _piece = Math.Clamp(time.GetElapsedTime(started) > Long ? _piece / 2 : _piece * 2, MinLines, MaxLines);
        return report;
    }

    private void Count(WriteReport report, int lines)
    {
        Sent += lines;
        _stored += report.Stored;
    }

    /// <param name="Last">The last fact in it.</param>
    private readonly record struct SentPiece(Task<WriteReport> Report, int Lines, long Last)
    {
        internal bool IsOnTheWay => !Report.IsCompleted;

        internal bool HasArrived => Report is { IsCompletedSuccessfully: true, Result.IsSettled: true };
    }
}
