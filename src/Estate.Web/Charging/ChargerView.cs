using Estate.Domain.Charging;
using Estate.Domain.Devices;

namespace Estate.Web.Charging;

/// <summary>A charger at one moment.</summary>
public sealed record ChargerView(DeviceId Device, ChargerState State, NodaTime.Duration Uptime)
{
    public SocketStatus StatusOf(SocketState socket) => State.StatusOf(socket, Uptime);

    /// <summary>What its last reading says is of now.</summary>
    public bool IsFresh(SocketState socket) => State.IsFresh(socket, Uptime);

    public DoubtfulCount Free => Count(one => one == SocketStatus.Available);

    /// <summary>Also of those that wait for their turn.</summary>
    public DoubtfulCount InUse => Count(one => one is not (SocketStatus.Available or SocketStatus.Faulted or SocketStatus.Unavailable));

    /// <summary>By a protection that tripped.</summary>
    public DoubtfulCount Off => Count(one => one == SocketStatus.Faulted);

    public int NotKnown => Number(one => one == SocketStatus.Unavailable);

    internal static DoubtfulCount Sum(IEnumerable<DoubtfulCount> counts) => counts.Aggregate(
        default(DoubtfulCount), (sum, one) => new(sum.Number + one.Number, sum.NotKnown + one.NotKnown, sum.Total + one.Total));

    private DoubtfulCount Count(Func<SocketStatus, bool> isSo) => new(Number(isSo), NotKnown, State.Sockets.Length);

    private int Number(Func<SocketStatus, bool> isSo) => State.Sockets.Count(socket => isSo(StatusOf(socket)));
}
