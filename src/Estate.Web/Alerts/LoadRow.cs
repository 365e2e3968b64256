using Estate.Domain.Alerts;
using Estate.Domain.Devices;
using NodaTime;

namespace Estate.Web.Alerts;

internal sealed record LoadRow(
    string From, string Until, int Alerts, double PerHour, int WorstTenMinutes, int Floods, double ShareOfTopTen, int Chattering)
{
    internal static LoadRow Of(AlertLoad load, DateTimeZone zone) => new(
        TimeText.Minute(load.Period.Start, zone), TimeText.Minute(load.Period.End, zone), load.Count, Math.Round(load.PerHour, 2),
        load.WorstTenMinutes, load.Floods.Count, Math.Round(load.ShareOfMostFrequent, 3), load.Chattering.Count);
}
