using Estate.Domain.Devices;
using Estate.Domain.Parking;
using Estate.Gateway.Pipeline;
using Estate.Web.Shared;
using NodaTime;

namespace Estate.Web.Parking;

/// <summary>The walk that is on, and the bays it goes along; those that are closed are left out.</summary>
/// <param name="Audit">Null: the next tick begins one.</param>
/// <param name="Bays">Zone by zone, as on the map.</param>
public sealed record AuditView(BayAudit? Audit, IReadOnlyList<BayView> Bays)
{
    private const int MaxTicks = 5_000;

    public int Done => Bays.Count(one => IsDone(one.Bay));

    /// <summary>In <see cref="Bays"/>, from 0; null when all are done.</summary>
    public int? Next => Bays.Select((one, index) => (one.Bay, Index: (int?)index)).FirstOrDefault(one => !IsDone(one.Bay)).Index;

    public bool IsDone(string bay) => Audit?.Ticks.ContainsKey(bay) == true;

    internal static async Task<AuditView> OfAsync(EstateLoop loop, DeviceId lot, Instant now) =>
        await loop.InspectAsync(machine => machine.StateOf(lot)) is LotState state
            ? new(state.AuditAt(now), [.. state.Bays().Where(one => one.Status != BayStatus.Closed)
                .OrderBy(one => one.Zone, StringComparer.Ordinal)])
            : new(null, []);

    /// <summary>Of the newest 5,000 ticks.</summary>
    internal static AuditTally Tally(PageReads reads, DeviceId lot) => AuditTally.Of(
        reads.Reader.FactsOf(lot, MaxTicks, [typeof(BayAudited), typeof(BayTickUndone), typeof(BayTickFollowed)])
            .Reverse().Cast<ParkingFact>(), reads.Clock.Now);
}
