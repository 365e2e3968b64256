using System.Collections.Concurrent;
using Estate.Adapters.Gpio;

namespace Estate.Web.Tests.Gate;

/// <summary>Wires that take a moment to be had, and then say that it burns; remembers what is driven on gate/s-gate:lock.</summary>
internal sealed class BurningPins : IPins
{
    private ITimer? _timer;
    private PinEvents _events = PinEvents.Ignored;

    public ConcurrentQueue<bool> Driven { get; } = new();

    public string Description => "burning pins";

    public bool IsSimulated => true;

    public string? Problem => null;

    public void Start(PinEvents events)
    {
        _events = events;
        _timer = TimeProvider.System.CreateTimer(_ => Speak(), null, TimeSpan.FromMilliseconds(300), Timeout.InfiniteTimeSpan);
    }

    public bool Drive(string name, bool active)
    {
        Driven.Enqueue(active);
        return true;
    }

    public void Dispose() => _timer?.Dispose();

    private void Speak()
    {
        // Line by line, as the kernel's do, and the fire last.
        _events.InputChanged("gate/s-gate:contact", false);
        _events.InputChanged("gate/s-gate:exit", false);
        _events.InputChanged("gate/s-gate:fire", true);
        _events.Refreshed(
            new Dictionary<string, bool> { ["gate/s-gate:contact"] = false, ["gate/s-gate:exit"] = false, ["gate/s-gate:fire"] = true });
    }
}
