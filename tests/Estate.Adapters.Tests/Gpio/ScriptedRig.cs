using System.Device.Gpio;
using Estate.Adapters.Gpio;

namespace Estate.Adapters.Tests.Gpio;

/// <summary>One scripted chip whose lines have the names of the contract, two wires of a reader, and two of a chip.</summary>
internal sealed class ScriptedRig : IPinRig
{
    private static readonly string[] Lines = ["LOCK", "LAMP", "CONTACT", "EXIT", "D0", "D1", "TRIGGER", "ECHO"];

    private ScriptedDriver _chip = new();

    internal ScriptedDriver Chip => _chip;

    /// <summary>The chip is plugged in again.</summary>
    internal void Replace() => _chip = new();

    public IPins Open(PinPlan plan) => new MachinePins(plan, TimeProvider.System, OpenBoard);

    internal IPinBoard OpenBoard() => new Board(this);

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
        public string? Problem => rig.Chip.IsGone ? "there is no chip" : null;

        public FoundLine? Find(LineAddress address, out string problem)
        {
            var offset = OffsetOf(address.ToString());
            problem = offset < 0 ? $"there is no line {address}" : "";
            return problem.Length == 0 ? new(address, "gpiochip0", offset) : null;
        }

        public (GpioDriver Driver, IEdgeStreams Streams) Open(string chip, EventLoop loop) => (rig.Chip.On(loop), rig.Chip);

        public string Explain(IOException failure, IReadOnlyList<FoundLine> lines) =>
            RequestTrouble.Explain(failure, lines, _ => "a stranger");

        public void Dispose()
        {
        }
    }
}
