namespace Estate.Adapters.Influx;

/// <summary>What to do with a batch after an answer.</summary>
internal enum WriteVerdict
{
    Stored,

    /// <summary>Unknown outcome or a server in trouble: the same bytes again, later.</summary>
    Retry,

    /// <summary>Some lines are bad; halve until they stand alone. Rewriting the good ones is harmless.</summary>
    Bisect,

    /// <summary>Wrong credentials or no such database: a person must act; the data is kept.</summary>
    Stop,
}
