namespace Estate.Adapters.Storage;

/// <summary>Of one device: facts in the journal, and how they lie at the time-series server.</summary>
public sealed record SeriesCount(string Device, int Facts)
{
    /// <summary>Numbers of facts that are not there, or whose figures are not there or are others.</summary>
    public IReadOnlyList<long> Missing { get; init; } = [];

    /// <summary>Samples that are there once more than they should be.</summary>
    public int Doubled { get; init; }

    /// <summary>Samples of facts the journal does not have: it is an older one, from a backup.</summary>
    public int Strange { get; init; }

    /// <summary>Facts that are not there because the server keeps nothing so old, or so far ahead.</summary>
    public int NotKept { get; init; }

    public bool IsRight => Missing.Count == 0 && Doubled == 0 && Strange == 0;
}
