namespace Estate.District.Wire;

/// <summary>Whose journal: an estate, and which of its journals it is (a restored one is another).</summary>
internal readonly record struct JournalId(string Site, string Epoch) : IComparable<JournalId>
{
    public int CompareTo(JournalId other) =>
        string.CompareOrdinal(Site, other.Site) is var site and not 0 ? site : string.CompareOrdinal(Epoch, other.Epoch);
}

/// <summary>All that may leave of a journal after one number up to another, by docs/district.md.</summary>
internal sealed record FactSpan(JournalId Journal, long After, long Last, IReadOnlyList<SpanFact> Facts)
{
    public IReadOnlyList<BadFact> Bad { get; init; } = [];

    /// <summary>The same in two, of one that has more than one fact.</summary>
    internal IReadOnlyList<FactSpan> Halves()
    {
        var middle = Facts[(Facts.Count / 2) - 1].N;
        return [
            this with { Last = middle, Facts = [.. Facts.Where(one => one.N <= middle)], Bad = [.. Bad.Where(one => one.N <= middle)] },
            this with { After = middle, Facts = [.. Facts.Where(one => one.N > middle)], Bad = [.. Bad.Where(one => one.N > middle)] }];
    }

    /// <summary>Without its facts, which are set aside for one reason: the journal goes on.</summary>
    internal FactSpan SetAside(string reason) => this with
    {
        Facts = [],
        Bad = [.. Bad, .. Facts.Select(fact => new BadFact(fact.N, reason, fact.Body))],
    };
}
