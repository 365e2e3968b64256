using Estate.Domain.Devices;
using Estate.Domain.Lifts;
using NodaTime;

namespace Estate.Web.Lifts;

/// <summary>A lift at one moment.</summary>
/// <param name="IsSilent">What is known of it was so before.</param>
/// <param name="DueOn">The last day on which its maintenance is in time.</param>
public sealed record LiftView(DeviceId Device, LiftState State, bool IsSilent, LocalDate? DueOn)
{
    /// <summary>Whoever is trapped still is when the lift says nothing any more; all else is not known then.</summary>
    public Text Situation => State.Situation == LiftSituation.Trapped ? LiftTexts.Of(State.Situation)
        : IsSilent || State.At is null ? new("情况不明", "not known")
        : State is { Situation: LiftSituation.Runs, CarMode: CarMode.OutOfService } ? LiftTexts.Of(CarMode.OutOfService)
        : LiftTexts.Of(State.Situation);
}
