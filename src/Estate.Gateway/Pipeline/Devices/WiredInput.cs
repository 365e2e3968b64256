using Estate.Domain.Devices;
using Estate.Gateway.Observability;

namespace Estate.Gateway.Pipeline.Devices;

/// <summary>What is read on this machine's own lines and buses goes to the loop in the name of the device that hangs there.</summary>
internal sealed class WiredInput(LoopInbox inbox, IReadOnlyList<IDeviceKind> kinds, GatewayClock clock)
{
    private readonly Dictionary<string, IWiredKind> _kinds = kinds.OfType<IWiredKind>().ToDictionary(kind => kind.Name);

    internal GatewayMetrics Metrics => inbox.Metrics;

    internal GatewayClock Clock => clock;

    internal Terminals TerminalsOf(DeviceId device) => _kinds[device.Kind].Terminals;

    /// <summary>Ahead of all messages.</summary>
    /// <returns>False when there was no room.</returns>
    internal bool OfferUrgent(DeviceId device, IReading reading) => inbox.OfferUrgent(Of(device, reading));

    /// <returns>False when there was no room.</returns>
    internal bool Offer(DeviceId device, IReading reading) => inbox.Offer(Of(device, reading));

    /// <returns>False when there was no room.</returns>
    internal bool Offer(DeviceId device, bool isOnline) =>
        inbox.Offer(new SignalMessage(new DeviceStatus(device, isOnline, 0, null, clock.Now) { IsWired = true }));

    private SignalMessage Of(DeviceId device, IReading reading) =>
        new(new DeviceTelemetry(device, EventTime.Now(clock.Now, clock.Trust), reading) { IsWired = true });
}
