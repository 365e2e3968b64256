using Estate.Adapters.Storage;

namespace Estate.Gateway.Pipeline;

/// <summary>Up to which fact somebody has all of the journal, and how far that is written down.</summary>
internal sealed class JournalPlace(JournalFile journal, string server)
{
    private long _saved;

    /// <summary>All facts up to here are there.</summary>
    internal long Done { get; set; }

    /// <summary>As it was written down last; from the beginning where the journal is another one, or older than that.</summary>
    internal void Start()
    {
        var cursor = journal.CursorOf(server);
        _saved = Done = cursor > journal.Head ? 0 : cursor;
    }

    /// <summary>When the oldest fact that is missing there was received.</summary>
    internal NodaTime.Instant? Oldest() => journal.ReceivedAt(Done + 1);

    /// <exception cref="IOException">The disk refuses; more than needed is sent after a restart.</exception>
    internal void Save()
    {
        if (Done == _saved)
            return;
        journal.SaveCursor(server, Done);
        _saved = Done;
    }
}
