using System.Collections.Immutable;
using System.Text.Json.Serialization;
using NodaTime;

namespace Estate.Domain.Lifts;

/// <summary>A lift as last known. Immutable; unknown values are null.</summary>
public sealed record LiftState
{
    public int? CarPosition { get; init; }

    /// <summary>As people write that landing, such as <c>-1</c>.</summary>
    public string? Floor { get; init; }
    public CarDirection? CarMovingDirection { get; init; }
    public CarDoorStatus? CarDoorStatus { get; init; }
    public bool? CarDoorZone { get; init; }
    public double? CarLoadKg { get; init; }
    public CarMode? CarMode { get; init; }
    public bool PassengerAlarm { get; init; }
    public ImmutableArray<LiftFault> FaultSignals { get => field.IsDefault ? [] : field; init; }
    public bool? Occupied { get; init; }
    public long? Trips { get; init; }

    public LiftSituation Situation { get; init; }
    public Instant? SituationSince { get; init; }

    /// <summary>Its last maintenance, and what it travelled since, or since it was first heard.</summary>
    public Instant? MaintainedAt { get; init; }
    public Instant? FirstHeardAt { get; init; }
    public long TripsSince { get; init; }
    public bool IsMaintenanceDue { get; init; }

    /// <summary>When the newest report was so; an older one changes nothing.</summary>
    public Instant? At { get; init; }
    public Instant? SavedAt { get; init; }

    /// <summary>By the stopwatch; nothing of it survives a restart.</summary>
    [JsonIgnore]
    public LiftTimers Timers { get; init; }

    /// <summary>Its own supply failed: it stands, or comes down on its battery.</summary>
    [JsonIgnore]
    public bool IsMainsLost =>
        CarMode == Lifts.CarMode.EmergencyPower || FaultSignals.Contains(LiftFault.PowerSupplyFault);

    [JsonIgnore]
    public bool IsMoving => CarMovingDirection is CarDirection.Up or CarDirection.Down or CarDirection.UpAndDown;

    [JsonIgnore]
    public bool IsDoorOpen => CarDoorStatus is Lifts.CarDoorStatus.Opened or Lifts.CarDoorStatus.LimitedOpened;

    /// <summary>A mechanic or a fire brigade has it: standing still is what it is to do.</summary>
    [JsonIgnore]
    public bool IsAttended => CarMode is Lifts.CarMode.Inspection or Lifts.CarMode.CabinetRecall or Lifts.CarMode.FirefighterControl
        or Lifts.CarMode.AttendantControl;
}

/// <summary>Stopwatch readings since the gateway's start; null where nothing runs.</summary>
/// <param name="StandsSince">Where it cannot be left.</param>
/// <param name="TravelsSince">Past no landing.</param>
public readonly record struct LiftTimers(Duration? StandsSince, Duration? TravelsSince);
