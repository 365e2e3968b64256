using Estate.District.Wire;

namespace Estate.District.Store;

/// <summary>What became of a span.</summary>
internal enum SpanResult
{
    Stored,

    /// <summary>All of it was there.</summary>
    Repeated,

    /// <summary>What comes before it is not there; nothing of it was taken.</summary>
    Gap,
}

/// <summary>Up to which number a journal is stored, and how a further span fits to it.</summary>
internal sealed class Position(long n)
{
    internal long N { get; private set; } = n;

    /// <summary>The newest time a fact of it says.</summary>
    internal DateTime? Newest { get; private set; }

    /// <param name="facts">Get those of the span that are new.</param>
    internal SpanResult Take(FactSpan span, List<(JournalId Journal, SpanFact Fact)> facts, List<(JournalId Journal, BadFact Fact)> bad)
    {
        if (span.After > N)
            return SpanResult.Gap;
        if (span.Last <= N)
            return SpanResult.Repeated;
        foreach (var fact in span.Facts.Where(fact => fact.N > N))
        {
            facts.Add((span.Journal, fact));
            Newest = Newest > fact.ReceivedAt ? Newest : fact.ReceivedAt;
        }
        bad.AddRange(span.Bad.Where(fact => fact.N > N).Select(fact => (span.Journal, fact)));
        N = span.Last;
        return SpanResult.Stored;
    }
}
