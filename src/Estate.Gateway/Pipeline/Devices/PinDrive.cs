using Estate.Adapters.Gpio;
using Estate.Domain.Devices;
using Estate.Gateway.Configuration;
using Estate.Gateway.Observability;

namespace Estate.Gateway.Pipeline.Devices;

/// <summary>Drives what the machine decides, at once, before it is written. Devices without a line here get the order over MQTT.</summary>
internal sealed class PinDrive(IPins pins, EstateModel model, DeviceSender devices, GatewayMetrics metrics)
{
    private readonly HashSet<string> _wires = [.. model.Pins.Lines.Select(wire => wire.Name)];

    internal void Drive(Actuated actuated)
    {
        var name = PinWire.NameOf(actuated.Device, actuated.Terminal);
        var isDone = _wires.Contains(name)
            ? pins.Drive(name, actuated.IsActive)
            : devices.Send(actuated.Wire);
        metrics.Actuations.Add(1, new KeyValuePair<string, object?>("result", isDone ? "done" : "failed"));
    }
}
