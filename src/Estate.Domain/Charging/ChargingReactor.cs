using Estate.Domain.Credentials;
using Estate.Domain.Devices;
using NodaTime;

namespace Estate.Domain.Charging;

/// <summary>Decides whose card may start a socket, over all chargers: a household has a limit, and ends its own by tapping again.</summary>
public sealed class ChargingReactor(CardRegistry cards) : IReactor
{
    private readonly Dictionary<string, (DeviceId Device, int Socket, string? Household)> _open = [];

    public void Resume(IEnumerable<(DeviceId Device, object State)> devices)
    {
        foreach (var (device, state) in devices)
            foreach (var socket in (state as ChargerState)?.Sockets ?? [])
                foreach (var order in new[] { socket.Session?.Order, socket.Wait?.Order }.OfType<ChargeOrder>())
                    _open[order.Id] = (device, socket.Number, order.Household);
    }

    public void React(Fact fact, Effects effects)
    {
        switch (fact)
        {
            case ChargeAsked asked:
                Decide(asked, effects);
                break;
            case ChargeOrdered ordered:
                _open[ordered.Order] = (ordered.Device, ordered.Socket, ordered.Household);
                break;
            case ChargeQueued queued:
                _open[queued.Order] = (queued.Device, queued.Socket, queued.Household);
                break;
            case ChargeWaitEnded left:
                _open.Remove(left.Order);
                break;
            case StartFailed failed:
                _open.Remove(failed.Order);
                break;
            case SessionEnded ended:
                _open.Remove(ended.Order);
                break;
        }
    }

    public bool TryHandle(IRequest request, string by, Instant now, Effects effects) => false;

    public void Tick(Instant now, Effects effects)
    {
    }

    private void Decide(ChargeAsked asked, Effects effects)
    {
        if (cards.Find(asked.Card) is not { } holder)
            effects.Refuse(
                asked.Device, "unknown_card", new Text("这张卡没有登记，请联系物业", "This card is not registered, please ask the property office"));
        else if (holder.IsBlocked)
            effects.Refuse(asked.Device, "blocked_card", new Text("这张卡已挂失，请联系物业", "This card is blocked, please ask the property office"));
        else if (_open.Values.Any(one => one.Device == asked.Device && one.Socket == asked.Socket))
            effects.Request(new StopOwn(asked.Device, asked.Socket, holder.Household));
        else if (_open.Values.Count(one => one.Household == holder.Household) is var count && count >= asked.PerHousehold)
            effects.Refuse(asked.Device, "concurrent", new Text($"您家已有 {count} 个插座在用", $"Your household uses {count} sockets already"));
        else
            effects.Request(new StartCharging(asked.Device, asked.Socket, holder.Household, null));
    }
}
