using Estate.Domain.Devices;

namespace Estate.Domain.Bins;

/// <summary>
/// By what the collection of waste is judged: bins that were full before anybody came, and bins emptied although half of them was free.
/// </summary>
/// <param name="FilledUp">Times a compartment became full.</param>
/// <param name="EmptiedEarly">Of the emptyings, those below <see cref="HalfFull"/>; where it is not known how full it was, none.</param>
public readonly record struct BinCollections(long FilledUp, long Emptied, long EmptiedEarly)
{
    internal const string FilledWord = "filled_up";
    private const string EmptiedWord = "emptied", EarlyWord = "emptied_early";

    /// <summary>An emptying below it was needless.</summary>
    public const double HalfFull = 0.5;

    /// <summary>Of an emptying, by how full it was; unknown is not held against anybody.</summary>
    internal static string WordOf(double? before) => before < HalfFull ? EarlyWord : EmptiedWord;

    public static BinCollections Of(IEnumerable<DayTotal> totals)
    {
        var (filled, emptied, early) = (0L, 0L, 0L);
        foreach (var one in totals)
            switch (one.What.Split('/')[0])
            {
                case FilledWord:
                    filled += one.Total.Count;
                    break;
                case EmptiedWord:
                    emptied += one.Total.Count;
                    break;
                case EarlyWord:
                    emptied += one.Total.Count;
                    early += one.Total.Count;
                    break;
                default:
                    break;
            }
        return new(filled, emptied, early);
    }
}
