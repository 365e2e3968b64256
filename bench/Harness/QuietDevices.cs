using Estate.FirmwareSim;

namespace Estate.Bench.Harness;

/// <summary>All devices of the reference estate but its stations, connected and reporting as they do while nobody comes.</summary>
internal sealed class QuietDevices : IDisposable
{
    private const double BayBeat = 3600, BoardBeat = 5, ReaderBeat = 600;

    private readonly List<BaySensor> _bays;
    private readonly List<ChargerBoard> _boards;
    private readonly List<CheckpointReader> _readers;
    private readonly List<Device> _all;
    private double _time;

    internal QuietDevices(BenchEstate estate, TimeProvider time)
    {
        (_bays, _boards, _readers) = (
            [.. ReferenceEstate.Bays(estate, time)], [.. ReferenceEstate.Boards(estate, time)], [.. ReferenceEstate.Readers(estate, time)]);
        _all = [.. _bays, .. _boards, .. _readers, new EntryCounter(ReferenceEstate.Device(estate, "entry"), time),
            new EntranceSign(ReferenceEstate.Device(estate, "entrance"), time)];
    }

    internal int Count => _all.Count;

    internal int Online => _all.Count(device => device.IsOnline);

    internal int Waiting => _all.Sum(device => device.Waiting);

    internal void Start()
    {
        _all.ForEach(device => device.Start());
        foreach (var bay in _bays)
            bay.Start(occupied: true, "power_on");
    }

    /// <summary>Each at its own second of its hour, five seconds, ten minutes.</summary>
    internal void Step(double seconds)
    {
        var before = _time;
        _time += seconds;
        for (var i = 0; i < _bays.Count; i++)
            if (IsDue(before, BayBeat, i, _bays.Count))
                _bays[i].Beat();
        for (var i = 0; i < _boards.Count; i++)
            if (IsDue(before, BoardBeat, i, _boards.Count))
                _boards[i].Report();
        for (var i = 0; i < _readers.Count; i++)
            if (IsDue(before, ReaderBeat, i, _readers.Count))
                _readers[i].Beat();
        _all.ForEach(device => device.Tick());
    }

    /// <summary>Every second car is gone, or back: something to say that must not be lost.</summary>
    internal void Move(Random random)
    {
        foreach (var bay in _bays)
            if (random.Next(2) == 0)
                bay.Park(!bay.IsOccupied);
    }

    public void Dispose() => _all.ForEach(device => device.Dispose());

    private bool IsDue(double before, double every, int index, int count)
    {
        var own = every * index / count;
        return Math.Floor((before - own) / every) < Math.Floor((_time - own) / every);
    }
}
