using Estate.Domain.Devices;
using NodaTime;

namespace Estate.Domain.Patrol;

/// <summary>How many checkpoints were visited in a round, and how many were not.</summary>
public sealed record RoundFigures : IFigures
{
    public required RoundResult Result { get; init; }

    public IEnumerable<Measurement> Of(DeviceId device, Instant at) =>
        [new("patrol", Result.Round.To, [("patrol", device.Name), ("round", Result.Round.Name)],
            [("visited", Result.Visits.Length), ("missed", Result.Missed.Length)])];
}
