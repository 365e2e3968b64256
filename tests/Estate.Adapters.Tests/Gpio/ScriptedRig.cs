using System.Device.Gpio;
using Estate.Adapters.Gpio;

namespace Estate.Adapters.Tests.Gpio;

/// <summary>One scripted chip whose lines have the names of the contract.</summary>
internal sealed class ScriptedRig : IPinRig
{
    private static readonly string[] Lines = ["LOCK", "LAMP", "CONTACT", "EXIT"];

    private ScriptedDriver _chip = new();

    internal ScriptedDriver Chip => _chip;

    /// <summary>The chip is plugged in anew.</summary>
    internal void Replace() => _chip = new();

    public IPins Open(PinPlan plan) => new ManagedPins(plan, TimeProvider.System, () => new Board(this));

    public Task SetAsync(string name, bool active)
    {
        _chip.Set(OffsetOf(name), active);
        return Task.CompletedTask;
    }

    public Task<bool> IsDrivenAsync(string name) => Task.FromResult(_chip.IsHigh(OffsetOf(name)));

    public void Dispose()
    {
    }

    internal static int OffsetOf(string name) => Array.IndexOf(Lines, name.ToUpperInvariant());

    private sealed class Board(ScriptedRig rig) : IPinBoard
    {
        public FoundPin? Find(LineAddress address, out string problem)
        {
            var offset = OffsetOf(address.ToString());
            problem = rig.Chip.IsGone ? "there is no chip" : offset < 0 ? $"there is no line {address}" : "";
            return problem.Length == 0 ? new(0, offset) : null;
        }

        public GpioDriver Open(int chip) => rig.Chip;

        public void Dispose()
        {
        }
    }
}
