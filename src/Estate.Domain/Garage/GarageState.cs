using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Estate.Domain.Devices;
using NodaTime;

namespace Estate.Domain.Garage;

/// <summary>A bicycle inside that has a tag, since it came in.</summary>
public sealed record ParkedBike(BikeType? Type, Instant Since);

/// <summary>A household whose cards and tags open the garage.</summary>
public sealed record BikePermit(string Id, string Household, Instant From, Instant? Until)
{
    public bool IsInForce(Instant at) => at >= From && !(at >= Until);
}

/// <summary>A garage as last known.</summary>
public sealed record GarageState
{
    public BikeTally Bicycles { get; init; } = new(0);

    [JsonPropertyName("e_bikes")]
    public BikeTally EBikes { get; init; } = new(0);

    /// <summary>Inside, of no type that was made out.</summary>
    public int Unknown { get; init; }

    /// <summary>When all were counted last; passages before are in it.</summary>
    public Instant? CountedAt { get; init; }

    /// <summary>The day that is counted, as text.</summary>
    public string Day { get; init; } = "";

    /// <summary>When those that stay overnight were counted last.</summary>
    public Instant? NightAt { get; init; }

    /// <summary>The number is told to be unreliable.</summary>
    public bool IsDoubtful { get; init; }

    /// <summary>By the tag's hash; those that went out are forgotten.</summary>
    public ImmutableSortedDictionary<string, ParkedBike> Bikes { get; init; } = ImmutableSortedDictionary<string, ParkedBike>.Empty;

    public ImmutableArray<BikePermit> Permits { get; init; } = [];
    public int PermitsEver { get; init; }

    /// <summary>When the time series was told, by the stopwatch.</summary>
    [JsonIgnore]
    public Duration? MeasuredAt { get; init; }

    public BikeTally Of(BikeType type) => type == BikeType.Bicycle ? Bicycles : EBikes;

    /// <summary>Places of a type known to be free, with their doubt.</summary>
    public DoubtfulCount FreeOf(BikeType type) => Of(type).Free(Unknown);

    internal GarageState With(BikeType type, BikeTally tally) =>
        type == BikeType.Bicycle ? this with { Bicycles = tally } : this with { EBikes = tally };

    internal bool HasPermit(string household, Instant now) =>
        Permits.Any(permit => permit.Household == household && permit.IsInForce(now));
}
