using Estate.Bench.District;

namespace Estate.Bench.Torture.District;

/// <summary>Rows of the district against what may leave the journals of its estates.</summary>
internal sealed record DistrictVerdict(long Rows, long Lost, long Doubled)
{
    internal static readonly DistrictVerdict Nothing = new(0, 0, 0);

    /// <param name="sent">By number.</param>
    /// <param name="stored">By number. What nobody sent counts as doubled, too: it is one too many.</param>
    internal static DistrictVerdict Of(IEnumerable<ToldFact> sent, IReadOnlyCollection<ToldFact> stored)
    {
        var there = stored.CountBy(fact => fact).ToDictionary();
        var lost = 0L;
        foreach (var fact in sent)
            if (!there.TryGetValue(fact, out var count))
                lost++;
            else
                there[fact] = count - 1;
        return new(stored.Count, lost, there.Values.Sum(count => (long)count));
    }

    public static DistrictVerdict operator +(DistrictVerdict one, DistrictVerdict other) =>
        new(one.Rows + other.Rows, one.Lost + other.Lost, one.Doubled + other.Doubled);
}
