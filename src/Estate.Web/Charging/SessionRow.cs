using Estate.Domain.Charging;
using Estate.Domain.Devices;
using Estate.Web.Shared;

namespace Estate.Web.Charging;

internal sealed record SessionRow(
    int Socket, string From, string To, double EnergyWh, string Reason, string Household, string By, string Charge)
{
    internal static SessionRow Of(SessionEnded one, PageReads reads, Language language) =>
        new(one.Socket, one.StartedAt.Read(reads.Zone), one.Time.At.Read(reads.Zone), Math.Round(one.EnergyWh, 1),
        language.Pick(StopReasons.Of(one.Reason)), one.Household ?? "", one.By ?? "", one.Charge is { } charge
        ? language.Pick(charge.Describe()) : "");
}
