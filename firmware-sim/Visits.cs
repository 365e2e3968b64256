using System.Collections.Concurrent;

namespace Estate.FirmwareSim;

/// <summary>Residents coming to one station: tap, wait for the lid, put waste in. Offline, the station trusts them.</summary>
public sealed class Visits
{
    /// <summary>
    /// By hundredths of the visits; each brings as much on average, so that wet waste is 0.375 of wet and dry: cities report 0.35 to 0.40.
    /// </summary>
    private static readonly (string Category, int Percent)[] Categories =
        [("wet", 30), ("residual", 50), ("recyclable", 17), ("hazardous", 3)];

    private readonly Station _station;
    private readonly IReadOnlyList<string> _cards;
    private readonly FaultPlan _faults;
    private readonly Random _random;
    private readonly ConcurrentQueue<string> _welcomed = new();
    private readonly double[] _fill = [0.1, 0.05, 0.2, 0.15];

    public Visits(Station station, IReadOnlyList<string> cards, FaultPlan faults, Random random)
    {
        (_station, _cards, _faults, _random) = (station, cards, faults, random);
        station.Acknowledged = ack =>
        {
            if (ack.Result == "welcome")
                _welcomed.Enqueue(ack.Id);
        };
    }

    public int Count { get; private set; }

    /// <summary>How full the bins are, 0 to 1: recyclable, hazardous, wet, residual.</summary>
    public double[] Fill
    {
        get => [.. _fill];
        init => value.Take(_fill.Length).ToArray().CopyTo(_fill, 0);
    }

    /// <param name="expected">Mean number of visits in this step.</param>
    public void Step(double expected)
    {
        while (_welcomed.TryDequeue(out var session))
            PutIn(session);
        if (_random.NextDouble() >= expected)
            return;
        Count++;
        var tap = _station.Tap(_cards[_random.Next(_cards.Count)]);
        if (!_station.IsOnline || _faults.Reorders)
            PutIn(tap);
    }

    /// <summary>Levels and temperature, about once a minute.</summary>
    public void Report()
    {
        string[] names = ["recyclable", "hazardous", "wet", "residual"];
        for (var i = 0; i < names.Length; i++)
        {
            _fill[i] = _fill[i] > 0.95 ? 0.02 : Math.Min(1, _fill[i] + (_random.NextDouble() * 0.02));
            _station.Telemetry("fill", FormattableString.Invariant($"{{\"category\":\"{names[i]}\",\"fill\":{_fill[i]:0.00}}}"));
        }
        _station.Telemetry("climate", FormattableString.Invariant($"{{\"temperature_c\":{18 + (_random.NextDouble() * 6):0.0}}}"));
    }

    private void PutIn(string session) => _station.Deposit(session, Chosen(_random.Next(100)), _random.Next(50, 3000));

    /// <param name="percent">0 to 99.</param>
    public static string Chosen(int percent)
    {
        var (index, upTo) = (0, Categories[0].Percent);
        while (percent >= upTo)
            upTo += Categories[++index].Percent;
        return Categories[index].Category;
    }
}
