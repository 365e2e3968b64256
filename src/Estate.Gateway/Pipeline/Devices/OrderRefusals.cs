using System.Collections.Concurrent;
using Estate.Domain.Devices;

namespace Estate.Gateway.Pipeline.Devices;

/// <summary>
/// Orders that could not be said to their device: each is refused with a reason, and the same one several times in a row is told as the
/// gateway's own condition. Any thread.
/// </summary>
internal sealed class OrderRefusals(LoopInbox inbox, Health health, GatewayClock clock)
{
    internal const int MaxInARow = 3;

    private readonly ConcurrentDictionary<(DeviceId, string), int> _inARow = new();

    internal void Refuse(Command command, string why)
    {
        if (_inARow.AddOrUpdate((command.Device, command.Action), 1, (_, before) => before + 1) >= MaxInARow)
            health.OrderNotSent(NameOf(command), why);
        inbox.Offer(new RefusedOrder(command, new(RejectReason.OrderNotSent, $"{command.Action}: {why}"), clock.Now));
    }

    /// <summary>It was said.</summary>
    internal void Forget(Command command)
    {
        if (_inARow.TryRemove((command.Device, command.Action), out var refused) && refused >= MaxInARow)
            health.OrderNotSent(NameOf(command), null);
    }

    private static string NameOf(Command command) => $"{command.Device} {command.Action}";
}
