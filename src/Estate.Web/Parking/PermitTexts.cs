using Estate.Domain.Devices;
using Estate.Domain.Parking;

namespace Estate.Web.Parking;

internal static class PermitTexts
{
    internal static Text Of(PermitClass kind) => kind switch
    {
        PermitClass.Resident => new("业主固定车", "resident's car"),
        PermitClass.Rented => new("月租", "rented by the month"),
        _ => new("访客", "visitor"),
    };
}
