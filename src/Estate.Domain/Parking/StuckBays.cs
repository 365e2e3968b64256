using System.Collections.Immutable;
using NodaTime;

namespace Estate.Domain.Parking;

/// <summary>
/// Sensors that stick: a bay that stays as it is for days while both its neighbours change is not to be believed. A free bay
/// in a crowded lot sooner, because that is the lie which sends people round; a parked car may be on a journey.
/// </summary>
internal static class StuckBays
{
    private static readonly Duration FreeFor = Duration.FromDays(2);
    private static readonly Duration OccupiedFor = Duration.FromDays(10);
    private static readonly Duration NeighboursMovedWithin = Duration.FromDays(1);

    internal static ImmutableHashSet<string> Find(IReadOnlyList<BayView> bays, Instant now)
    {
        var stuck = ImmutableHashSet.CreateBuilder<string>();
        foreach (var zone in bays.GroupBy(bay => bay.Zone))
        {
            var row = zone.OrderBy(bay => bay.Bay, StringComparer.Ordinal).ToList();
            for (var i = 1; i + 1 < row.Count; i++)
            {
                var limit = row[i].Status == BayStatus.Free ? FreeFor : OccupiedFor;
                if (row[i].Status is BayStatus.Free or BayStatus.Occupied && now - row[i].Since > limit && HasMoved(row[i - 1])
                    && HasMoved(row[i + 1]))
                    stuck.Add(row[i].Bay);
            }
        }
        return stuck.ToImmutable();

        bool HasMoved(BayView bay) => bay.Status is BayStatus.Free or BayStatus.Occupied && now - bay.Since < NeighboursMovedWithin;
    }
}
