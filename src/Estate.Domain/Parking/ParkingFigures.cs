using System.Collections.Immutable;
using Estate.Domain.Devices;
using NodaTime;

namespace Estate.Domain.Parking;

/// <summary>Nothing of a sensor without a bay.</summary>
internal sealed record BayFigures : IFigures
{
    public string? Bay { get; init; }
    public string? Zone { get; init; }
    public BayStatus Status { get; init; }
    public Instant Since { get; init; }

    public IEnumerable<Measurement> Of(DeviceId device, Instant at) =>
        Bay is null ? [] : [new("bay", Since, [("zone", Zone ?? ""), ("bay", Bay)], [("state", (int)Status)])];
}

/// <summary>Each zone as it was counted.</summary>
public sealed record LotFigures : IFigures
{
    public ImmutableArray<ZoneCounts> Zones { get; init; } = [];

    public IEnumerable<Measurement> Of(DeviceId device, Instant at) => Zones.Select(counts => counts.Measure("occupancy", at));
}
