using System.Collections.Concurrent;
using System.Device.I2c;
using System.Device.Spi;
using Estate.Adapters.Gpio;

namespace Estate.Adapters.Chips;

/// <summary>Chips on this machine's buses through Iot.Device.Bindings, each with a thread of its own, since the library waits for them.</summary>
public sealed class BusChips : IChips
{
    private readonly ConcurrentDictionary<string, string> _problems = new();
    private readonly Lock _turn = new();
    private readonly List<ChipThread> _threads = [];
    private readonly Dictionary<string, DisplayThread> _displays = [];

    internal BusChips(IReadOnlyList<PlannedChip> plan, (Func<ChipAddress, IReaderChip> Reader, Func<ChipAddress, IDisplayChip> Display) open, TimeProvider time)
    {
        foreach (var (name, chip) in plan)
        {
            void Note(string? problem)
            {
                if (problem is null)
                    _problems.TryRemove(name, out _);
                else
                    _problems[name] = $"{name} ({chip}) does not answer: {problem}; look at its wiring and supply, switch the bus on (raspi-config) and add the user {Environment.UserName} to the groups i2c and spi";
            }
            if (chip.IsDisplay)
                _threads.Add(_displays[name] = new(name, () => open.Display(chip), Note, time));
            else
                _threads.Add(new ReaderThread(name, () => open.Reader(chip), Note, number => Tell(name, number)));
        }
    }

    public IReadOnlyDictionary<string, string> Problems => _problems;

    public Action<string, string>? CardRead { get; set; }

    public static IChips Open(IReadOnlyList<PlannedChip> plan, TimeProvider time) => plan.Count == 0
        ? new NoChips()
        : new BusChips(plan, (
            chip => new Pn532Reader(I2cDevice.Create(new(chip.Bus, chip.Place))),
            chip => new Max7219Display(SpiDevice.Create(Max7219Display.Settings(chip.Bus, chip.Place)), chip.Turn)), time);

    public void Start() => _threads.ForEach(thread => thread.Start());

    public void Show(string name, string text, TimeSpan blankAfter)
    {
        if (!_displays.TryGetValue(name, out var display))
            throw new ArgumentException($"there is no display '{name}'; there are {string.Join(", ", _displays.Keys)}", nameof(name));
        display.Show(text, blankAfter);
    }

    public void Dispose() => _threads.ForEach(thread => thread.Dispose());

    private void Tell(string name, string number)
    {
        lock (_turn)
            CardRead?.Invoke(name, number);
    }
}
