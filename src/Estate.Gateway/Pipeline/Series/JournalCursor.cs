using Estate.Adapters.Storage;

namespace Estate.Gateway.Pipeline.Series;

/// <summary>
/// How far the journal has been sent to one server. News come first: after an outage what is older becomes a backlog
/// behind a cursor, and what happens now goes on. In each of the two the order is the journal's.
/// </summary>
internal sealed class JournalCursor(FactLines journal, JournalTail tail, string server)
{
    private readonly JournalPlace _place = new(journal, server);

    /// <summary>Behind its place comes the backlog, until here; then what was sent ahead, until <see cref="_live"/>.</summary>
    private long _end, _live;

    /// <summary>Facts that are not there yet and are older than the news.</summary>
    internal long Behind => _end - Done;

    internal long Done => _place.Done;

    /// <summary>Of the backlog.</summary>
    internal long End => _end;

    internal void Start()
    {
        _place.Start();
        _end = _live = Done;
    }

    /// <summary>
    /// What happened since the last time; nothing where that is more than <paramref name="limit"/>, which is a backlog then.
    /// </summary>
    internal (IReadOnlyList<string> Lines, long Last) News(int limit)
    {
        // Just committed, and nothing missing between: it need not be read back.
        if (tail.After(_live) is { } fresh && fresh.Count <= limit)
            return journal.Of(fresh, _live, limit);
        var head = journal.Head;
        if (head - _live > limit)
            _end = _live = head;
        return journal.Read(_live, head, limit);
    }

    internal void HasNews(long last)
    {
        if (Behind == 0)
            _place.Done = _end = last;
        _live = last;
    }

    internal (IReadOnlyList<string> Lines, long Last) Backlog(int limit, long after) => journal.Read(after, _end, limit);

    internal void HasBacklog(long last)
    {
        _place.Done = last;
        if (Behind == 0)
            _place.Done = _end = _live;
    }

    /// <inheritdoc cref="JournalPlace.Oldest"/>
    internal NodaTime.Instant? Oldest() => _place.Oldest();

    /// <inheritdoc cref="JournalPlace.Save"/>
    internal void Save() => _place.Save();
}
