using Estate.Bench.Gate;

namespace Estate.Bench.Torture;

/// <summary>Somebody inside who wants out: presses the exit button all through the trouble.</summary>
internal sealed class GateHand : IDisposable
{
    private const double LimitMs = 1000;

    private readonly GateWires _wires;
    private readonly List<double> _times = [];

    private readonly double _limitMs;

    private GateHand(GateWires wires, double limitMs) => (_wires, _limitMs) = (wires, limitMs);

    internal static async Task<GateHand> AtAsync(string socket, TrialRun run)
    {
        var wires = new GateWires(socket, run.Time);
        await wires.UntilAsync(isLocked: true);
        return new(wires, run.Limit(LimitMs));
    }

    /// <exception cref="TimeoutException">The lock stood still for half a minute.</exception>
    internal async Task PressForAsync(double seconds, TimeProvider time)
    {
        var started = time.GetTimestamp();
        while (time.GetElapsedTime(started).TotalSeconds < seconds)
        {
            _times.Add(await _wires.MeasureAsync(GateWires.Set("exit", true), isLocked: false));
            await _wires.SayAsync(GateWires.Set("exit", false));
            await _wires.UntilAsync(isLocked: true);
            await Task.Delay(TimeSpan.FromMilliseconds(100), time);
        }
    }

    internal void Tell(ScenarioVerdict verdict) => verdict
        .Figure("exits", $"{_times.Count(one => one <= _limitMs)}/{_times.Count}").Figure("exit_max_ms", _times.DefaultIfEmpty(double.NaN).Max().ToString("0", System.Globalization.CultureInfo.InvariantCulture))
        .Require(_times.Count > 0 && _times.All(one => one <= _limitMs), "the exit button did not open the gate at once");

    public void Dispose() => _wires.Dispose();
}
