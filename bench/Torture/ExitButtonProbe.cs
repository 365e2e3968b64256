using Estate.Adapters.Threads;
using Estate.Bench.Gate;

namespace Estate.Bench.Torture;

/// <summary>Somebody inside who wants out: presses the exit button all through the trouble.</summary>
internal sealed class ExitButtonProbe : IDisposable
{
    private const double LimitMs = 1000;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private readonly GateWires _wires;
    private readonly List<double> _times = [];

    private readonly double _limitMs;

    private ExitButtonProbe(GateWires wires, double limitMs) => (_wires, _limitMs) = (wires, limitMs);

    internal static ExitButtonProbe At(string socket, ScenarioRun run)
    {
        var wires = new GateWires(socket, run.Time);
        wires.Until(isLocked: true);
        return new(wires, run.Limit(LimitMs));
    }

    /// <exception cref="IOException">The lock stood still for half a minute.</exception>
    internal Task PressForAsync(double seconds, ScenarioRun run) => NiceThread.RunAsync(GateWires.Nice, () =>
    {
        var started = run.Time.GetTimestamp();
        while (run.Time.GetElapsedTime(started).TotalSeconds < seconds)
        {
            _times.AddRange(GateBench.Repeat(_wires, GateWires.Set("exit", true), GateWires.Set("exit", false), 1));
            run.Stop.WaitHandle.WaitOne(Pause);
        }
    });

    internal void AddTo(ScenarioVerdict verdict) => verdict
        .Figure("exits", $"{_times.Count(one => one <= _limitMs)}/{_times.Count}")
        .Figure("exit_max_ms", _times.DefaultIfEmpty(double.NaN).Max().ToString("0", System.Globalization.CultureInfo.InvariantCulture))
        .Require(_times.Count > 0 && _times.All(one => one <= _limitMs), "the exit button did not open the gate at once");

    public void Dispose() => _wires.Dispose();
}
