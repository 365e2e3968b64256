using System.Collections.Immutable;
using System.Text.Json.Serialization;
using NodaTime;

namespace Estate.Domain.Gate.Schedules;

/// <summary>
/// Other lines for some dates, <paramref name="First"/> to <paramref name="Last"/>, both included; none means that nothing
/// begins on them. Of several for one date the smallest <paramref name="Priority"/> (1 to 16, as in BACnet) holds.
/// </summary>
public sealed record DatedException(string Name, LocalDate First, LocalDate Last, ImmutableArray<DayLine> Lines, int Priority = DatedException.UsualPriority)
{
    public const int HighestPriority = 1;
    public const int UsualPriority = 8;
    public const int LowestPriority = 16;

    public bool Covers(LocalDate date) => date >= First && date <= Last;

    [JsonIgnore]
    public int Days => Period.DaysBetween(First, Last) + 1;
}
