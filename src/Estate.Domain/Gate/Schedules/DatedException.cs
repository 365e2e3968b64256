using System.Collections.Immutable;
using System.Text.Json.Serialization;
using NodaTime;

namespace Estate.Domain.Gate.Schedules;

/// <summary>
/// Other lines for some dates, <paramref name="First"/> to <paramref name="Last"/>, both included; none means that nothing
/// begins on them. Of several for one date the smallest <paramref name="Priority"/> (1 to 16, as in BACnet) holds.
/// <paramref name="Source"/> names the notice it was imported from; null where people wrote it.
/// </summary>
public sealed record DatedException(
    string Name, LocalDate First, LocalDate Last, ImmutableArray<DayLine> Lines, int Priority = DatedException.UsualPriority,
    string? Source = null)
{
    public const int HighestPriority = 1;
    public const int UsualPriority = 8;
    public const int LowestPriority = 16;

    /// <summary>Behind what people wrote for the same date.</summary>
    public const int ImportedPriority = 12;

    public bool Covers(LocalDate date) => date >= First && date <= Last;

    public bool Equals(DatedException? other) => other is not null
        && (Name, First, Last, Priority, Source) == (other.Name, other.First, other.Last, other.Priority, other.Source)
            && Lines.SequenceEqual(other.Lines);

    public override int GetHashCode() => HashCode.Combine(Name, First, Last, Priority, Source);

    [JsonIgnore]
    public int Days => Period.DaysBetween(First, Last) + 1;
}
