using System.Globalization;
using System.Net.Sockets;
using Estate.Adapters.Threads;
using Estate.Bench.Gate;
using Estate.Bench.Harness;
using Estate.Bench.Ingest;
using Estate.Domain.People;

namespace Estate.Bench.Torture;

/// <summary>The exit button and the fire contact, again and again all through the trouble: how soon the lock lets go.</summary>
internal sealed class GateProbe : IAsyncDisposable
{
    private const double LimitMs = 20;

    /// <summary>One in a hundred of fewer would be the slowest of all.</summary>
    private const int FewestExits = 300;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    private readonly List<double> _exits = [], _fires = [];
    private readonly BenchEstate _estate;
    private readonly TimeProvider _time;
    private readonly double _limitMs;
    private readonly int _fewest;
    private CancellationTokenSource? _leaving;
    private Task _pressing = Task.CompletedTask;
    private string? _problem;

    /// <param name="estate">May be started later.</param>
    internal GateProbe(BenchEstate estate, ScenarioRun run)
    {
        (_estate, _time, _limitMs, _fewest) = (estate, run.Time, run.Limit(LimitMs), run.IsTimed ? FewestExits : 1);
        // Before anything is in trouble.
        estate.TokenOf("desk", Role.Staff);
    }

    /// <summary>Goes on until <see cref="PauseAsync"/>.</summary>
    internal void Begin()
    {
        _leaving = new();
        var stop = _leaving.Token;
        _pressing = NiceThread.RunAsync(GateWires.Nice, () => Press(stop));
    }

    /// <summary>
    /// Before the gateway is killed, at the earliest behind enough presses; <see cref="Begin"/> goes on behind its next start.
    /// </summary>
    internal async Task PauseAsync()
    {
        if (_leaving is null)
            return;
        while (_exits.Count < _fewest && !_pressing.IsCompleted)
            await Task.Delay(Pause, _time);
        await _leaving.CancelAsync();
        await _pressing;
        _leaving.Dispose();
        _leaving = null;
    }

    /// <summary>At a gateway that has just begun and whose database is put back afterwards: nobody resets the fire.</summary>
    internal Task PressOnceAsync(int exits) => NiceThread.RunAsync(GateWires.Nice, () => Try(wires =>
    {
        Exit(wires, exits);
        _fires.Add(wires.Measure(GateWires.Set("fire", true), isLocked: false));
    }));

    internal void AddTo(ScenarioVerdict verdict)
    {
        AddTo(verdict, "exit", _exits);
        AddTo(verdict, "fire", _fires);
        verdict.Require(_problem is null, $"the gate stood still: {_problem}");
    }

    public async ValueTask DisposeAsync() => await PauseAsync();

    private void AddTo(ScenarioVerdict verdict, string what, List<double> times)
    {
        var p99 = DiskProbe.Percentile(times, 0.99);
        verdict.Figure($"{what}s", times.Count).Figure($"{what}_p99_ms", p99.ToString("0.0", CultureInfo.InvariantCulture))
            .Figure($"{what}_max_ms", times.DefaultIfEmpty(double.NaN).Max().ToString("0.0", CultureInfo.InvariantCulture))
            .Require(p99 <= _limitMs, string.Create(CultureInfo.InvariantCulture,
                $"one in a hundred times the lock lets go later than {_limitMs} ms after {what}, or it was never tried"));
    }

    private void Press(CancellationToken stop) => Try(wires =>
    {
        using var staff = _estate.StaffClient();
        while (!stop.IsCancellationRequested)
        {
            Exit(wires, 1);
            _fires.Add(GateBench.RaiseFire(wires, staff));
            stop.WaitHandle.WaitOne(Pause);
        }
    });

    private void Try(Action<GateWires> press)
    {
        try
        {
            using var wires = new GateWires(_estate.Folder.PinSocket, _time);
            wires.Until(isLocked: true);
            press(wires);
        }
        catch (Exception failure) when (failure is IOException or HttpRequestException or SocketException)
        {
            _problem ??= failure.Message;
        }
    }

    private void Exit(GateWires wires, int count) =>
        _exits.AddRange(GateBench.Repeat(wires, GateWires.Set("exit", true), GateWires.Set("exit", false), count));
}
