using Estate.Domain.Devices;
using Estate.Domain.Patrol;

namespace Estate.Web.Patrol;

/// <summary>A patrol at one moment.</summary>
public sealed record PatrolView(DeviceId Device, PatrolState State)
{
    /// <summary>Of the round that is on, each checkpoint's first.</summary>
    public IReadOnlyList<CheckpointVisit> Visits =>
        State.Current is not { } round ? [] : [.. State.Visits.Where(visit => round.Contains(visit.At))];
}
