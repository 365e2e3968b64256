using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Estate.Domain.Devices;
using NodaTime;

namespace Estate.Domain.Parking;

/// <summary>Bays of a zone by status; their sum is always <see cref="Total"/>. Free are only those known to be free.</summary>
[MayLeave("free", "occupied", "unknown", "stale", "suspect", "fault", "closed")]
public sealed record ZoneCounts(string Zone, int Free, int Occupied, int Unknown, int Stale, int Suspect, int Fault, int Closed)
{
    [JsonIgnore]
    public int Total => Free + Occupied + Doubtful + Closed;

    /// <summary>Bays of which nobody can say whether a car stands there.</summary>
    [JsonIgnore]
    public int Doubtful => Unknown + Stale + Suspect + Fault;

    /// <summary>Those known to be free, with their doubt.</summary>
    [JsonIgnore]
    public DoubtfulCount FreeBays => new(Free, Doubtful, Total);

    /// <summary>0 to 1, of the bays of which it is known.</summary>
    [JsonIgnore]
    public double? Occupancy => Free + Occupied == 0 ? null : (double)Occupied / (Free + Occupied);

    /// <param name="name">As counted at each change, or at each quarter of an hour.</param>
    internal Measurement Measure(string name, Instant at) =>
        new(name, at, [("zone", Zone)], [("free", Free), ("occupied", Occupied), ("unknown", Doubtful), ("closed", Closed)]);

    /// <summary>As many as <see cref="BayStatus"/> has.</summary>
    internal const int Statuses = 7;

    public static ZoneCounts Of(string zone, IEnumerable<BayStatus> bays)
    {
        Span<int> counts = stackalloc int[Statuses];
        foreach (var status in bays)
            counts[(int)status]++;
        return Of(zone, counts);
    }

    /// <param name="counts">Of bays, by <see cref="BayStatus"/>.</param>
    internal static ZoneCounts Of(string zone, ReadOnlySpan<int> counts) =>
        new(zone, counts[0], counts[1], counts[2], counts[3], counts[4], counts[5], counts[6]);

    public static ZoneCounts Sum(string name, ImmutableArray<ZoneCounts> zones) => zones.Aggregate(
        new ZoneCounts(name, 0, 0, 0, 0, 0, 0, 0),
        (sum, one) =>
            new(name, sum.Free + one.Free, sum.Occupied + one.Occupied, sum.Unknown + one.Unknown, sum.Stale + one.Stale,
            sum.Suspect + one.Suspect, sum.Fault + one.Fault, sum.Closed + one.Closed));
}
