using Estate.Domain.Devices;
using NodaTime;

namespace Estate.Domain.Points;

/// <summary>Nothing where no points were awarded.</summary>
public sealed record AwardFigures : IFigures
{
    public int? Points { get; init; }

    public IEnumerable<Measurement> Of(DeviceId device, Instant at) =>
        Points is { } points ? [new("points", at, [("station", device.Name)], [("awarded", points)])] : [];
}
