using System.Collections.Concurrent;
using Estate.FirmwareSim;

namespace Estate.Bench.Torture;

/// <summary>One station at full speed: as many visits at once as fit, and a memory of everything it was told.</summary>
internal sealed class TorturedStation : IDisposable
{
    private const int VisitsAtOnce = 20;

    private readonly Station _station;
    private readonly Func<string> _nextCard;
    private readonly ConcurrentDictionary<string, string> _sessionOfDeposit = new();
    private int _visiting;

    internal TorturedStation(DeviceOptions options, Func<string> nextCard, TimeProvider time)
    {
        _nextCard = nextCard;
        _station = new Station(options, time) { Acknowledged = OnAck, Sent = (id, _) => Sent[id] = true };
        _station.Start();
    }

    /// <summary>Event id to result, as acknowledged.</summary>
    internal ConcurrentDictionary<string, string> Acknowledged { get; } = new();

    /// <summary>Session (tap id) to the result of its deposit.</summary>
    internal ConcurrentDictionary<string, string> Results { get; } = new();

    internal string Name => _station.Name;

    internal bool IsOnline => _station.IsOnline;

    internal int Waiting => _station.Waiting;

    /// <summary>Every event that ever left the station.</summary>
    internal ConcurrentDictionary<string, bool> Sent { get; } = new();

    internal bool IsClosed { get; set; }

    internal void Step()
    {
        while (!IsClosed && _station.IsOnline && Volatile.Read(ref _visiting) < VisitsAtOnce)
        {
            Interlocked.Increment(ref _visiting);
            _station.Tap(_nextCard());
        }
        _station.Tick();
    }

    public void Dispose() => _station.Dispose();

    private void OnAck(Ack ack)
    {
        Acknowledged[ack.Id] = ack.Result;
        if (_sessionOfDeposit.TryGetValue(ack.Id, out var session))
        {
            Results[session] = ack.Result;
            Interlocked.Decrement(ref _visiting);
        }
        else if (ack.Result == "welcome")
            _sessionOfDeposit[_station.Deposit(ack.Id, "wet", 500)] = ack.Id;
        else
            Interlocked.Decrement(ref _visiting);
    }
}
