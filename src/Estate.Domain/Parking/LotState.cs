using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Estate.Domain.Devices;
using NodaTime;

namespace Estate.Domain.Parking;

/// <summary>A car park: its bays as the sensors report them, the property's closings, and the entry counter.</summary>
public sealed record LotState
{
    public ImmutableSortedDictionary<string, Closing> Closings { get; init; } = ImmutableSortedDictionary<string, Closing>.Empty;

    /// <summary>Version n of the map of sensors; version 0 is the inventory.</summary>
    public int MapVersion { get; init; }

    /// <summary>Bays of sensors that hang elsewhere than the inventory says, by the sensor's id as text.</summary>
    public ImmutableSortedDictionary<string, string> Placements { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>Cars by the entry counter; null where none has spoken.</summary>
    public int? Inside { get; init; }

    /// <summary>Local date, as text.</summary>
    public string RebasedOn { get; init; } = "";

    /// <summary>
    /// Passages by hour of the day, of the last weeks, to know the quietest; until something is known, about half past three.
    /// </summary>
    public ImmutableArray<double> PassagesByHour { get; init; } = [.. Enumerable.Range(0, 24).Select(hour => Math.Abs(hour - 3.4) / 100)];
    public Instant? CountedAt { get; init; }

    /// <summary>Decided versions of the rules; before the first the defaults hold.</summary>
    public ImmutableArray<PermitPolicy> Policies { get; init; } = [];
    public ImmutableArray<Permit> Permits { get; init; } = [];
    public int PermitsEver { get; init; }

    /// <summary>The last walk along the bays; over when it was ended, or by itself after a day.</summary>
    public BayAudit? Audit { get; init; }
    public int AuditsEver { get; init; }

    /// <summary>The walk that is on.</summary>
    public BayAudit? AuditAt(Instant now) => Audit?.IsOpenAt(now) == true ? Audit : null;

    /// <summary>In memory only: the sensors report it again after a restart.</summary>
    [JsonIgnore]
    public ImmutableSortedDictionary<DeviceId, SensedBay> Sensors { get; init; } = ImmutableSortedDictionary<DeviceId,
        SensedBay>.Empty.WithComparers(DeviceOrder.Instance);

    /// <summary>Bays that stick while their neighbours move; found at each count.</summary>
    [JsonIgnore]
    public ImmutableHashSet<string> Stuck { get; init; } = [];

    /// <summary>As last counted, and from what: while these are the same objects the count is the same.</summary>
    [JsonIgnore]
    public ImmutableArray<ZoneCounts> PublishedCounts { get; init; } = [];

    [JsonIgnore]
    public (object Sensors, object Closings, object Placements, object Stuck)? PublishedFrom { get; init; }

    [JsonIgnore]
    public Duration? PublishedAt { get; init; }
}
