using Estate.Domain.Charging;
using Estate.Domain.Devices;
using Estate.Web.Shared;

namespace Estate.Web.Charging;

/// <summary>For staff: who charges is nobody else's business.</summary>
internal sealed record SocketRow(
    string Charger, int Socket, string State, double? PowerW, double? EnergyWh, string Since, string Household, string By)
{
    internal static SocketRow Of(ChargerView charger, SocketState socket, PageReads reads, Language language)
    {
        var session = socket.Session;
        return new(
            language.Pick(reads.Names.Of(charger.Device)), socket.Number, language.Pick(ChargingTexts.Of(charger.StatusOf(socket))),
            charger.IsFresh(socket) ? socket.Last?.PowerW : null,
            session is null ? null : Math.Round(session.Energy.Wh, 1),
            session?.StartedAt?.Read(reads.Zone) ?? "", session?.Order.Household ?? "", session?.Order.By ?? "");
    }
}
