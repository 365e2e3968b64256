using Estate.Domain.Parking;
using NodaTime;

namespace Estate.Web.Parking;

/// <summary>The whole rules, as they shall be: nothing is taken over silently.</summary>
internal sealed record RulesBody(
    string Resolution, LocalDateTime EffectiveFrom, IReadOnlyList<int> CarFees, int RentedFee, int VisitorFee, int MaxCars,
    int MaxRentedDays, int MaxVisitorDays)
{
    internal PermitPolicy ToPolicy() => new()
    {
        Resolution = Resolution,
        CarFees = [.. CarFees],
        RentedFee = RentedFee,
        VisitorFee = VisitorFee,
        MaxCars = MaxCars,
        MaxRentedDays = MaxRentedDays,
        MaxVisitorDays = MaxVisitorDays,
    };
}
