using System.Text.Json.Serialization;
using Estate.Domain.Lifts;
using NodaTime.Text;

namespace Estate.Web.Lifts;

/// <summary>A lift as the API shows it, in the words of BACnet's lift object; what is not known is null, times are ISO 8601 UTC.</summary>
internal sealed record LiftBody(
    string Lift, int? CarPosition, string? FloorText, CarDirection? CarMovingDirection, CarDoorStatus? CarDoorStatus, CarMode? CarMode)
{
    public bool? CarDoorZone { get; init; }
    public double? CarLoadKg { get; init; }
    public bool PassengerAlarm { get; init; }
    public IReadOnlyList<LiftFault> FaultSignals { get; init; } = [];
    public bool? Occupied { get; init; }
    public long? Trips { get; init; }
    public LiftSituation Situation { get; init; }
    public string? SituationSince { get; init; }
    public bool IsSilent { get; init; }
    public string? SeenAt { get; init; }
    public string? MaintainedAt { get; init; }
    public long TripsSinceMaintenance { get; init; }
    public string? MaintenanceDueOn { get; init; }
    public bool IsMaintenanceDue { get; init; }

    internal static LiftBody Of(LiftView lift)
    {
        var state = lift.State;
        return new(
            lift.Device.Name, state.CarPosition, state.Floor, state.CarMovingDirection, state.CarDoorStatus, state.CarMode)
        {
            CarDoorZone = state.CarDoorZone,
            CarLoadKg = state.CarLoadKg,
            PassengerAlarm = state.PassengerAlarm,
            FaultSignals = state.FaultSignals,
            Occupied = state.Occupied,
            Trips = state.Trips,
            Situation = state.Situation,
            SituationSince = state.SituationSince?.ToString(),
            IsSilent = lift.IsSilent,
            SeenAt = state.At?.ToString(),
            MaintainedAt = state.MaintainedAt?.ToString(),
            TripsSinceMaintenance = state.TripsSince,
            MaintenanceDueOn = lift.DueOn is { } due ? LocalDatePattern.Iso.Format(due) : null,
            IsMaintenanceDue = state.IsMaintenanceDue,
        };
    }
}

/// <param name="Firm">Who was here.</param>
/// <param name="Day">Such as 2026-03-02; today where it is left out.</param>
internal sealed record MaintenanceBody(string Firm, string? Day = null);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, RespectRequiredConstructorParameters = true,
    RespectNullableAnnotations = true,
    AllowDuplicateProperties = false)]
[JsonSerializable(typeof(MaintenanceBody))]
internal sealed partial class LiftBodies : JsonSerializerContext;
