using Dapper;
using Microsoft.Data.Sqlite;
using NodaTime;

namespace Estate.Adapters.Storage.Privacy;

/// <summary>
/// Ids of devices' events, and their answers, whose time is over. They carry no time of their own; once a month it is noted how far each
/// device has counted, and what is not above such a note is at least as old. A device that counts lower than it once did is another board
/// under its name: notes from before say nothing of it.
/// </summary>
internal sealed class ExpiredEvents
{
    internal const string Name = "events";

    private const int DaysBetweenMarks = 28;
    private const string Due = "device = @Device AND (boot, seq) <= (@Boot, @Seq)";

    private readonly SqliteConnection _connection;
    private readonly long _today;
    private readonly List<EventMark> _due;
    private string _after = "";

    internal ExpiredEvents(SqliteConnection connection, Instant now, int days)
    {
        (_connection, Cutoff) = (connection, now - Duration.FromDays(days));
        _today = DayOf(now);
        _due = [.. connection.Query<EventMark>("SELECT device AS Device, day AS Day, boot AS Boot, seq AS Seq FROM event_mark")
            .GroupBy(mark => mark.Device).Select(marks => NewestDue([.. marks.OrderBy(mark => mark.Day)], DayOf(Cutoff)))
            .OfType<EventMark>()];
    }

    internal Instant Cutoff { get; }

    /// <summary>How many are due.</summary>
    internal long Count() => _due.Sum(mark => _connection.ExecuteScalar<long>($"SELECT count(*) FROM event WHERE {Due}", mark));

    /// <summary>How far each device has counted today; for those of which there is no note of this month.</summary>
    internal void Note() => _connection.Execute(
        """
        INSERT INTO event_mark(device, day, boot, seq)
        SELECT device, @_today, presence ->> 'boot', presence ->> 'seq' FROM state
        WHERE json_valid(presence) AND presence ->> 'seq' >= 0
          AND NOT EXISTS (SELECT 1 FROM event_mark AS mark WHERE mark.device = state.device AND mark.day > @_today - @DaysBetweenMarks)
        """, new { _today, DaysBetweenMarks });

    /// <summary>Some of one device, in one short transaction; a note that has served goes with the last of them.</summary>
    /// <returns>How many went; null when no note is left that is due.</returns>
    internal int? DeleteNext(int limit)
    {
        if (_due is not [.., var mark])
            return null;
        // Looked for before anything is locked: that may take its time.
        var ids = _connection.Query<string>(
            $"SELECT id FROM event WHERE id > @_after AND {Due} ORDER BY id LIMIT @limit",
            new { _after, limit, mark.Device, mark.Boot, mark.Seq }).ToList();
        using var transaction = _connection.BeginTransaction();
        _connection.Execute(
            "DELETE FROM event WHERE device = @Device AND id = @id", ids.Select(id => new { mark.Device, id }), transaction);
        if (ids.Count < limit)
            _connection.Execute("DELETE FROM event_mark WHERE device = @Device AND day <= @Day", mark, transaction);
        transaction.Commit();
        _after = ids.Count < limit ? "" : ids[^1];
        if (ids.Count < limit)
            _due.RemoveAt(_due.Count - 1);
        return ids.Count;
    }

    /// <summary>The last of those that are old enough, unless the device has counted lower since.</summary>
    private static EventMark? NewestDue(List<EventMark> marks, long before)
    {
        var due = marks.FindLastIndex(mark => mark.Day <= before);
        return due >= 0 && marks.Skip(due).All(later => (later.Boot, later.Seq).CompareTo((marks[due].Boot, marks[due].Seq)) >= 0)
            ? marks[due] : null;
    }

    private static long DayOf(Instant instant) => (long)(instant - NodaConstants.UnixEpoch).TotalDays;

    private sealed record EventMark(string Device, long Day, long Boot, long Seq);
}
