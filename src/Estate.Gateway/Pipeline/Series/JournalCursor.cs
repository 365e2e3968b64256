using Estate.Adapters.Storage;

namespace Estate.Gateway.Pipeline.Series;

/// <summary>
/// How far the journal has been sent to one server. News come first: after an outage what is older becomes a backlog
/// behind a cursor, and what happens now goes on. In each of the two the order is the journal's.
/// </summary>
internal sealed class JournalCursor(FactLines journal, string server)
{
    /// <summary>
    /// All facts up to here are there; then comes the backlog, until <see cref="_end"/>; then what was sent ahead, until <see
    /// cref="_live"/>.
    /// </summary>
    private long _done, _end, _live;
    private long _saved;

    /// <summary>Facts that are not there yet and are older than the news.</summary>
    internal long Behind => _end - _done;

    internal long Done => _done;

    /// <summary>Of the backlog.</summary>
    internal long End => _end;

    internal void Start()
    {
        var cursor = journal.CursorOf(server);
        // Beyond the end: the journal is another one, or older than the cursor.
        _saved = _done = _end = _live = cursor > journal.Head ? 0 : cursor;
    }

    /// <summary>
    /// What happened since the last time; nothing where that is more than <paramref name="limit"/>, which is a backlog then.
    /// </summary>
    internal (IReadOnlyList<string> Lines, long Last) News(int limit)
    {
        var head = journal.Head;
        if (head - _live > limit)
            _end = _live = head;
        return journal.Read(_live, head, limit);
    }

    internal void HasNews(long last)
    {
        if (Behind == 0)
            _done = _end = last;
        _live = last;
    }

    internal (IReadOnlyList<string> Lines, long Last) Backlog(int limit, long after) => journal.Read(after, _end, limit);

    internal void HasBacklog(long last)
    {
        _done = last;
        if (Behind == 0)
            _done = _end = _live;
    }

    /// <summary>When the oldest fact that is missing there was received.</summary>
    internal NodaTime.Instant? Oldest() => journal.ReceivedAt(_done + 1);

    /// <exception cref="IOException">The disk refuses; more than needed is sent after a restart.</exception>
    internal void Save()
    {
        if (_done == _saved)
            return;
        journal.SaveCursor(server, _done);
        _saved = _done;
    }
}
