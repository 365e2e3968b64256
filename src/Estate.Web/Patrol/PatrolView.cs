using Estate.Domain.Devices;
using Estate.Domain.Patrol;

namespace Estate.Web.Patrol;

/// <summary>A patrol at one moment.</summary>
/// <param name="Silent">Its checkpoints whose readers say nothing: a guard may have been there.</param>
public sealed record PatrolView(DeviceId Device, PatrolState State, IReadOnlyList<string> Silent)
{
    public DoubtfulCount Visited
    {
        get
        {
            var visited = Visits.Select(visit => visit.Checkpoint).ToHashSet();
            return new(visited.Count, Silent.Count(name => !visited.Contains(name)), State.Checkpoints);
        }
    }

    /// <summary>Of the round that is on, each checkpoint's first.</summary>
    public IReadOnlyList<CheckpointVisit> Visits =>
        State.Current is not { } round ? [] : [.. State.Visits.Where(visit => round.Contains(visit.At))];
}
