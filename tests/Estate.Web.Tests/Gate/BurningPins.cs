using System.Collections.Concurrent;
using Estate.Adapters.Gpio;

namespace Estate.Web.Tests.Gate;

/// <summary>Wires that take a moment to be had, and then say that it burns; remembers what is driven on gate/s-gate:lock.</summary>
internal sealed class BurningPins : IPins
{
    private ITimer? _timer;

    public ConcurrentQueue<bool> Driven { get; } = new();

    public string Description => "burning pins";

    public bool IsSimulated => true;

    public string? Problem => null;

    public Action<string, bool>? InputChanged { get; set; }

    public Action<string, WireFrame>? FrameRead { get; set; }

    public Action<string, string>? FrameDiscarded { get; set; }

    public Action<IReadOnlyDictionary<string, bool>>? Refreshed { get; set; }

    public void Start() => _timer = TimeProvider.System.CreateTimer(_ => Speak(), null, TimeSpan.FromMilliseconds(300), Timeout.InfiniteTimeSpan);

    public bool Drive(string name, bool active)
    {
        Driven.Enqueue(active);
        return true;
    }

    public void Dispose() => _timer?.Dispose();

    private void Speak()
    {
        // Line by line, as the kernel's do, and the fire last.
        InputChanged?.Invoke("gate/s-gate:contact", false);
        InputChanged?.Invoke("gate/s-gate:exit", false);
        InputChanged?.Invoke("gate/s-gate:fire", true);
        Refreshed?.Invoke(new Dictionary<string, bool> { ["gate/s-gate:contact"] = false, ["gate/s-gate:exit"] = false, ["gate/s-gate:fire"] = true });
    }
}
