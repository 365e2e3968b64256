using System.Globalization;
using Estate.Domain.Charging;
using Estate.Domain.Devices;
using NodaTime;

namespace Estate.Bench.Replay;

/// <summary>
/// One recorded socket behind a board that obeys: its relay is what the gateway ordered, it measures what was recorded while the
/// relay is closed. Somebody starts a session whenever the recording begins to draw power.
/// </summary>
internal sealed class ReplayedSocket : IDisposable
{
    private const string Limit = "max_minutes";

    private readonly ReplayMachine _machine;
    private readonly DeviceId _device;
    private readonly double _startW;
    private string? _limit;
    private bool _isClosed;
    private bool _isPlugged;
    private long _reply;

    internal ReplayedSocket(string work, string name, IReadOnlyDictionary<string, string> settings)
    {
        _device = new("charger", name);
        var own = new Dictionary<string, string>(settings) { ["sockets"] = "1" };
        own.Remove(Limit, out _limit);
        _machine = new(work, [new(_device, own)]);
        _startW = double.Parse(settings["start_w"], CultureInfo.InvariantCulture);
    }

    internal List<SessionStarted> Started { get; } = [];

    internal List<SessionEnded> Ended { get; } = [];

    internal List<StartFailed> Failed { get; } = [];

    internal ChargeSession? Open => ((ChargerState)_machine.StateOf(_device)).SocketAt(1)!.Session;

    /// <summary>A recorded second of power; null for a recording that only has a register.</summary>
    internal void Measure(Instant at, double? watt, double? registerWh = null)
    {
        AllowLongSessions(at);
        var drawsNow = watt >= _startW;
        if (drawsNow && !_isPlugged && Open is null)
        {
            // The board is known to be there, then somebody starts it.
            Report(at, 0, registerWh);
            Collect(_machine.Step(new RequestReceived(new StartCharging(_device, 1, null, null), "replay", at)), at);
        }
        if (watt is { } known && (known >= _startW || _isPlugged))
            _isPlugged = known >= _startW || (Open is not null);
        Report(at, _isClosed ? watt : 0, registerWh);
        Collect(_machine.Step(new Tick(at)), at);
    }

    internal void Start(Instant at, double registerWh)
    {
        AllowLongSessions(at);
        Report(at, 0, registerWh);
        Collect(_machine.Step(new RequestReceived(new StartCharging(_device, 1, null, null), "replay", at)), at);
    }

    /// <summary>The board's own end of what runs.</summary>
    internal void End(Instant at, double wh, long number)
    {
        _isPlugged = false;
        if (Open is not { } session)
            return;
        _isClosed = false;
        Collect(_machine.Step(
            new DeviceEvent(
                _device, new($"e{number}", 1, number, (ulong)number), EventTime.Now(at),
                new EndReport(session.Order.Id, 1, StopReason.Unplugged, wh))), at);
    }

    public void Dispose()
    {
        _machine.Commit();
        _machine.Dispose();
    }

    /// <summary>Recordings have sessions of more than ten hours, which two persons decide about.</summary>
    private void AllowLongSessions(Instant at)
    {
        if (_limit is not { } limit)
            return;
        _limit = null;
        var wanted = new ConfigureCharger(_device, new Dictionary<string, string> { [Limit] = limit });
        Collect(_machine.Step(new RequestReceived(wanted, "replay", at)), at);
        Collect(_machine.Step(new RequestReceived(new ApproveLongSession(_device, "limit-1"), "replay, too", at)), at);
    }

    private void Report(Instant at, double? watt, double? registerWh) => Collect(
        _machine.Step(
            new DeviceTelemetry(
                _device, EventTime.Now(at),
                new BoardSnapshot([new SocketReading(1) { Closed = _isClosed, PowerW = watt, EnergyWh = registerWh }]))), at);

    private void Collect(IReadOnlyList<Outcome> outcomes, Instant at)
    {
        foreach (var outcome in outcomes)
            switch (outcome)
            {
                case Recorded { Fact: SessionStarted started }: Started.Add(started); break;
                case Recorded { Fact: SessionEnded ended }: Ended.Add(ended); break;
                case Recorded { Fact: StartFailed failed }: Failed.Add(failed); break;
                case Actuated: _isClosed = false; break;
                case Commanded { Command: { Action: "start" or "stop" } command }:
                    _isClosed = command.Action == "start";
                    Answer(command, at);
                    break;
                case Commanded { Command: { } command }: Answer(command, at); break;
            }
    }

    private void Answer(Command command, Instant at)
    {
        _reply++;
        Collect(_machine.Step(new CommandReply(_device, command.Id, "executed", at)), at);
    }
}
