using NodaTime;

namespace Estate.Domain.Alerts;

/// <summary>One time an alert was raised.</summary>
public readonly record struct AlertOccurrence(Instant At, AlertKey Key);

/// <summary>More alerts than a person can follow: from more than ten in ten minutes until there were under five.</summary>
public sealed record AlertFlood(Instant From, Instant Until, int Alerts);

/// <summary>How often one alert was raised, and its part of all.</summary>
public sealed record FrequentAlert(AlertKey Key, int Count, double Share);

/// <summary>How much a shift's alerts asked of its staff, by the measures of ISA-18.2 and EEMUA 191.</summary>
public sealed record AlertLoad(Interval Period, int Count)
{
    public const int TargetPerHour = 6, TargetInTenMinutes = 10, Listed = 10;
    public const double TargetShare = 0.05;
    private const int FloodBeginsAbove = 10, FloodEndsBelow = 5, ChattersAt = 3;
    private static readonly Duration Window = Duration.FromMinutes(10), ChatterWindow = Duration.FromMinutes(1);

    public static Duration StaleAfter { get; } = Duration.FromHours(24);

    public double PerHour => Period.Duration > Duration.Zero ? Count / Period.Duration.TotalHours : 0;
    public int WorstTenMinutes { get; private init; }
    public Instant? WorstFrom { get; private init; }
    public IReadOnlyList<AlertFlood> Floods { get; private init; } = [];

    /// <summary>The ten most frequent.</summary>
    public IReadOnlyList<FrequentAlert> MostFrequent { get; private init; } = [];

    /// <summary>Three times within a minute.</summary>
    public IReadOnlyList<AlertKey> Chattering { get; private init; } = [];

    /// <summary>Of all, the part of the ten most frequent.</summary>
    public double ShareOfMostFrequent => MostFrequent.Sum(one => one.Share);

    /// <param name="raised">Those of the period, in any order; of a running shift the period ends now.</param>
    public static AlertLoad Of(Interval period, IEnumerable<AlertOccurrence> raised)
    {
        var all = raised.Where(one => period.Contains(one.At)).OrderBy(one => one.At).ToList();
        var (worst, from) = Worst([.. all.Select(one => one.At)]);
        return new(period, all.Count)
        {
            WorstTenMinutes = worst,
            WorstFrom = from,
            Floods = FloodsIn([.. all.Select(one => one.At)], period.End),
            MostFrequent = [.. all.CountBy(one => one.Key).OrderByDescending(one => one.Value)
                .ThenBy(one => one.Key.ToString(), StringComparer.Ordinal).Take(Listed)
                .Select(one => new FrequentAlert(one.Key, one.Value, (double)one.Value / all.Count))],
            Chattering = [.. all.GroupBy(one => one.Key, one => one.At).Where(Chatters).Select(one => one.Key)],
        };
    }

    /// <summary>How many were raised in each ten minutes of the period, for a picture.</summary>
    public static IReadOnlyList<int> ByTenMinutes(Interval period, IEnumerable<AlertOccurrence> raised)
    {
        var counts = new int[(int)Math.Ceiling(period.Duration / Window)];
        foreach (var one in raised.Where(one => period.Contains(one.At)))
            counts[(int)((one.At - period.Start) / Window)]++;
        return counts;
    }

    private static (int Count, Instant? From) Worst(IReadOnlyList<Instant> times)
    {
        var (worst, from) = (0, (Instant?)null);
        for (int first = 0, last = 0; last < times.Count; last++)
        {
            while (times[last] - times[first] >= Window)
                first++;
            if (last - first + 1 > worst)
                (worst, from) = (last - first + 1, times[first]);
        }
        return (worst, from);
    }

    /// <summary>Alerts come into the last ten minutes and leave them; a flood begins and ends by how many are within.</summary>
    private static List<AlertFlood> FloodsIn(IReadOnlyList<Instant> times, Instant end)
    {
        var floods = new List<AlertFlood>();
        var (came, left, first) = (0, 0, -1);
        while (came < times.Count || (first >= 0 && left < times.Count))
        {
            var leaves = times[left] + Window;
            var at = came < times.Count ? Instant.Min(times[came], leaves) : leaves;
            // All of one instant, so that one that leaves as the next comes leaves no gap.
            while (left < came && times[left] + Window <= at)
                left++;
            while (came < times.Count && times[came] <= at)
                came++;
            if (first < 0 && came - left > FloodBeginsAbove)
                first = left;
            else if (first >= 0 && (came - left < FloodEndsBelow || at >= end))
            {
                floods.Add(new(times[first], Instant.Min(at, end), came - first));
                first = -1;
            }
        }
        return floods;
    }

    private static bool Chatters(IEnumerable<Instant> raised)
    {
        var times = raised.ToList();
        return times.Zip(times.Skip(ChattersAt - 1)).Any(pair => pair.Second - pair.First <= ChatterWindow);
    }
}
