using Estate.Domain.Charging;
using Estate.Domain.Devices;

namespace Estate.Web.Charging;

/// <summary>A charger at one moment.</summary>
public sealed record ChargerView(DeviceId Device, ChargerState State, NodaTime.Duration Uptime)
{
    public SocketStatus StatusOf(SocketState socket) => State.StatusOf(socket, Uptime);

    public int Count(SocketStatus status) => State.Sockets.Count(socket => StatusOf(socket) == status);

    public int InUse => State.Sockets.Count(socket => socket.Session is not null);

    public int OffOrNotKnown => Count(SocketStatus.Faulted) + Count(SocketStatus.Unavailable);
}
