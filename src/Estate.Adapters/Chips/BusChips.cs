namespace Estate.Adapters.Chips;

/// <summary>
/// Chips on this machine's buses, most of them through Iot.Device.Bindings, each with a thread of its own, since the library waits
/// for them.
/// </summary>
public sealed class BusChips : IChips
{
    private readonly Lock _turn = new();
    private readonly List<(PlannedChip Chip, ChipThread Thread)> _threads = [];
    private readonly Dictionary<string, DisplayThread> _displays = [];
    private ChipEvents _events = ChipEvents.Ignored;

    internal BusChips(IReadOnlyList<PlannedChip> plan, IBuses buses, TimeProvider time)
    {
        var turns = plan.Select(planned => planned.Chip.Place).Distinct().ToDictionary(place => place, _ => new Lock());
        foreach (var planned in plan)
            _threads.Add((planned, ThreadOf(planned, buses, turns[planned.Chip.Place], time)));
    }

    public IReadOnlyDictionary<string, string> Problems
    {
        get
        {
            var problems = new Dictionary<string, string>();
            foreach (var ((name, chip), thread) in _threads.Select(one => ((one.Chip.Name, one.Chip.Chip), one.Thread)))
                if (thread.Problem is { } problem)
                    problems[name] = $"{name} ({chip}) does not answer: {problem}; look at its wiring and supply, switch the bus on "
                        + $"(raspi-config) and add the user {Environment.UserName} to the groups gpio, i2c and spi";
            return problems;
        }
    }

    public static IChips Open(IReadOnlyList<PlannedChip> plan, TimeProvider time) =>
        plan.Count == 0 ? new NoChips() : new BusChips(plan, new MachineBuses(time), time);

    public void Start(ChipEvents events)
    {
        _events = events;
        _threads.ForEach(one => one.Thread.Start());
    }

    public void Show(string name, string text, TimeSpan blankAfter)
    {
        if (!_displays.TryGetValue(name, out var display))
            throw new ArgumentException($"there is no display '{name}'; there are {string.Join(", ", _displays.Keys)}", nameof(name));
        display.Show(text, blankAfter);
    }

    public void Dispose() => _threads.ForEach(one => one.Thread.Dispose());

    private ChipThread ThreadOf(PlannedChip planned, IBuses buses, Lock turn, TimeProvider time)
    {
        var (name, chip) = planned;
        return chip.Role switch
        {
            ChipRole.Display or ChipRole.Lamp or ChipRole.Buzzer => _displays[name] = new(name, () => (IDisplayChip)chip.Open(buses), time),
            ChipRole.Reader => new ReaderThread(name, () => (IReaderChip)chip.Open(buses), time,
                number => InTurn(() => _events.CardRead(name, number))),
            _ => new SensorThread(name, () => (ISensorChip)chip.Open(buses), turn, (planned.Every, time),
                value => InTurn(() => _events.Measured(name, value))),
        };
    }

    private void InTurn(Action tell)
    {
        lock (_turn)
            tell();
    }
}
